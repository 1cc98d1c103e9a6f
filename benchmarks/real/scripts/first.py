# A small tool's worth of work: comprehensions, a class, strings, JSON, a regular expression.
import json
import re


class Item:
    def __init__(self, number, name):
        self.number = number
        self.name = name


words = "the quick brown fox jumps over the lazy dog".split()
items = sorted((Item(i * 7919 % 500, f"{words[i % 9]}{i}") for i in range(500)), key=lambda item: item.number)
copy = json.loads(json.dumps([item.__dict__ for item in items]))
print(len(copy), copy[123]["name"], sum(item["number"] for item in copy if re.fullmatch(r"the\d+", item["name"])))
