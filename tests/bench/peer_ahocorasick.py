"""What pyahocorasick does with the same forms. usage: peer_ahocorasick.py FORMS FILE...; prints the number of matches."""
import sys

import ahocorasick

automaton = ahocorasick.Automaton()
with open(sys.argv[1], encoding="utf-8") as forms:
    for form in forms.read().splitlines():
        automaton.add_word(form, len(form))
automaton.make_automaton()
matches = 0
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for end, length in automaton.iter_long(text):
        start = end - length + 1
        before = start > 0 and text[start - 1].isascii() and text[start - 1].isalnum()
        behind = end + 1 < len(text) and text[end + 1].isascii() and text[end + 1].isalnum()
        matches += not (before or behind)
print(matches)
