"""Peer: the text of a PDF by pdfminer.six, and nothing more."""

import json
import sys
import time

from pdfminer.high_level import extract_text

began = time.perf_counter()
text = extract_text(sys.argv[1])
print(json.dumps({"seconds": time.perf_counter() - began, "characters": len(text)}))
