"""comity: is it a partnership?"""
