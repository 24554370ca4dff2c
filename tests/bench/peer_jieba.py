"""What jieba does: Chinese words, looked up in the forms. usage: peer_jieba.py FORMS FILE...; prints the number of matches."""
import logging
import sys

import jieba

jieba.setLogLevel(logging.ERROR)
with open(sys.argv[1], encoding="utf-8") as file:
    forms = set(file.read().splitlines())
matches = 0
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        matches += sum(word in forms for word in jieba.cut(file.read()))
print(matches)
