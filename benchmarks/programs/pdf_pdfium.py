"""For comparison: the raw text of a PDF by pypdfium2, on which comity's reader stands."""

import json
import sys
import time

import pypdfium2

began = time.perf_counter()
document = pypdfium2.PdfDocument(sys.argv[1])
characters = sum(len(document[number].get_textpage().get_text_bounded()) for number in range(len(document)))
print(json.dumps({"seconds": time.perf_counter() - began, "characters": characters}))
