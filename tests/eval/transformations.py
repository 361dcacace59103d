"""What a sender does to a text that a handset still shows as the same, or near enough.

Each takes a text and a random.Random, and gives the messages that carry it: a list of dicts with the
keys of `smsfw classify` (text, or dcs with udh and ud). None: it does not apply to this text.

What must still work for the sender stays: another letter in an address makes it another address. So
those that put other letters in (Cyrillic, Greek, small capitals, leet) leave addresses as they are,
and leet, which is digits and signs, numbers with what stands at them too (amounts, codes). All others
change addresses as well: a handset, or a reader who types, undoes that.
"""
import re
import unicodedata

VIETNAMESE_D = {"đ": "d", "Đ": "D"}
CYRILLIC = dict(zip("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ"))
GREEK = dict(zip("oviAEHIKMNOPTXZ", "ονιΑΕΗΙΚΜΝΟΡΤΧΖ"))
SMALL = dict(zip("abcdeghijklmnoprtuvwyz", "ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ"))
LEET = dict(zip("aeio", "43!0"))
ZALGO = "\u0335\u0353\u0489"


def plain(text):
    out = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", "".join(VIETNAMESE_D.get(c, c) for c in out))


def shown(text):
    return [{"text": text}]


def each_letter(text, change):
    return "".join(change(c) if c.isascii() and c.isalpha() else c for c in text)


def in_words(text, mark):
    """The mark once in each word of four letters or more, behind its second letter."""
    return " ".join(word[:2] + mark + word[2:] if len(word) > 3 and word[:3].isalpha() else word
                    for word in text.split(" "))


def between_letters(text, mark):
    out = []
    for i, c in enumerate(text):
        out.append(c)
        if c.isalpha() and i + 1 < len(text) and text[i + 1].isalpha():
            out.append(mark)
    return "".join(out)


ADDRESS = re.compile(r"(?:[a-z]+://|www\.)[!-~]+|[\w.+-]*@[\w.-]+|[\w-]+(?:\.[\w-]+)+(?:/[!-~]*)?",
                     re.ASCII | re.IGNORECASE)
WITH_DIGITS = re.compile(r"\S*[0-9]\S*")


def beside(text, stays, change):
    """`change` for what stands between the matches of these expressions."""
    spans = sorted(m.span() for expression in stays for m in expression.finditer(text))
    out, at = [], 0
    for begin, end in spans:
        out += [change(text[at:begin]), text[max(at, begin):max(at, end)]]
        at = max(at, end)
    return "".join(out) + change(text[at:])


def mapped(table, share=1.0, stays=(ADDRESS,)):
    def change(text, rng):
        return shown(beside(text, stays, lambda piece: "".join(
            table[c] if c in table and rng.random() < share else c for c in piece)))
    return change


def shifted(upper, lower):
    """A row of mathematical letters, or full-width ones."""
    def change(c):
        return chr(upper + ord(c) - 65) if c.isupper() else chr(lower + ord(c) - 97)
    return lambda text, rng: shown(each_letter(text, change))


def spelled(text, mark):
    """Three words in a row one letter at a time, as keywords are hidden."""
    words = text.split(" ")
    at = next((i for i, word in enumerate(words) if len(word) > 2 and word.isalpha()), None)
    if at is None:
        return None
    wide = "  " if mark == " " else " "
    for i in range(at, min(at + 3, len(words))):
        if words[i].isalpha():
            words[i] = mark.join(words[i])
    return shown(wide.join(words[at:at + 3]).join(
        [" ".join(words[:at]) + (wide if at else ""), wide + " ".join(words[at + 3:])]).strip())


# ---- how it is carried ----

GSM7 = ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
EXTENDED = dict(zip("\f^{}\\[~]|€", b"\x0a\x14\x28\x29\x2f\x3c\x3d\x3e\x40\x65"))


def gsm7(text):
    out = bytearray()
    for c in text:
        if c in EXTENDED:
            out += bytes([0x1B, EXTENDED[c]])
        elif c in GSM7 and c != "\x1b":
            out.append(GSM7.index(c))
        else:
            return None
    return bytes(out)


def encoded(text, codec):
    try:
        return gsm7(text) if codec == "gsm7" else text.encode(codec)
    except UnicodeEncodeError:
        return None


def carried(codec, dcs, change=None):
    def carry(text, rng):
        octets = encoded(change(text) if change else text, codec)
        return None if octets is None else [{"dcs": dcs, "ud": octets.hex()}]
    return carry


def parts(octets, cuts, dcs, rng, wide=False):
    reference = rng.randrange(1, 65536 if wide else 256)
    ends = [0, *cuts, len(octets)]
    out = []
    for number in range(1, len(ends)):
        udh = (f"060804{reference:04x}" if wide else f"050003{reference:02x}")
        out.append({"dcs": dcs, "udh": f"{udh}{len(ends) - 1:02x}{number:02x}",
                    "ud": octets[ends[number - 1]:ends[number]].hex()})
    return out


def split(places, codec="utf-16-be", dcs=8, order=None, wide=False, before=""):
    """Cut at these shares of the text, between two octets of a character where that is so."""
    unit = 2 if codec == "utf-16-be" else 1

    def cut(text, rng):
        octets = encoded(before + text, codec)
        if octets is None or len(octets) < 8 * unit:
            return None
        cuts = [int(len(octets) / unit * place) * unit for place in places]
        made = parts(octets, cuts, dcs, rng, wide)
        return [made[i] for i in order] if order else made
    return cut


def split_in_word(text, rng):
    """Inside the longest word."""
    word = max(text.split(" "), key=len)
    at = text.index(word) + len(word) // 2
    octets = encoded(text, "utf-16-be")
    return parts(octets, [2 * len(text[:at].encode("utf-16-be")) // 2], 8, rng)


def split_in_pair(text, rng):
    """Inside a surrogate pair in front of the longest word."""
    word = max(text.split(" "), key=len)
    head = text[:text.index(word)] + "\U0001F512"
    return parts((head + text[text.index(word):]).encode("utf-16-be"),
                 [len(head.encode("utf-16-be")) - 2], 8, rng)


def shift_table(text, rng):
    """Septets that the Turkish locking table makes other letters of, with the header that says so."""
    octets = encoded(plain(text), "gsm7")
    if octets is None or any(c in "èéùìòÇøØ¤¿ì§ñÑàäöüÄÖÜ\x1b" for c in plain(text)):
        return None
    return [{"dcs": 0, "udh": "03250101", "ud": octets.hex()}]


TRANSFORMATIONS = {
    "upper case": lambda t, r: shown(t.upper()),
    "lower case": lambda t, r: shown(t.lower()),
    "no diacritics": lambda t, r: shown(plain(t)),
    "no diacritics, upper case": lambda t, r: shown(plain(t).upper()),
    "NFD": lambda t, r: shown(unicodedata.normalize("NFD", t)),
    "NFKD": lambda t, r: shown(unicodedata.normalize("NFKD", t)),
    "zero-width space in words": lambda t, r: shown(in_words(t, "\u200b")),
    "zero-width joiner everywhere": lambda t, r: shown(between_letters(t, "\u200d")),
    "word joiner in words": lambda t, r: shown(in_words(t, "\u2060")),
    "soft hyphen in words": lambda t, r: shown(in_words(t, "\u00ad")),
    "byte-order marks in words": lambda t, r: shown(in_words(t, "\ufeff")),
    "bidi overrides in words": lambda t, r: shown(in_words(t, "\u202d\u202c")),
    "bidi isolates around": lambda t, r: shown("\u2066" + t + "\u2069"),
    "left-to-right marks everywhere": lambda t, r: shown(between_letters(t, "\u200e")),
    "tag characters in words": lambda t, r: shown(in_words(t, "\U000E0061\U000E007F")),
    "variation selectors everywhere": lambda t, r: shown(between_letters(t, "\ufe0e")),
    "combining grapheme joiner in words": lambda t, r: shown(in_words(t, "\u034f")),
    "Hangul filler in words": lambda t, r: shown(in_words(t, "\u3164")),
    "Cyrillic letters": mapped(CYRILLIC),
    "Cyrillic letters, some": mapped(CYRILLIC, 0.4),
    "Greek letters": mapped(GREEK),
    "small capitals": mapped(SMALL),
    "full-width letters": shifted(0xFF21, 0xFF41),
    "mathematical bold": shifted(0x1D400, 0x1D41A),
    "mathematical sans-serif": shifted(0x1D5A0, 0x1D5BA),
    "mathematical monospace": shifted(0x1D670, 0x1D68A),
    "mathematical fraktur bold": shifted(0x1D56C, 0x1D586),
    "circled letters": shifted(0x24B6, 0x24D0),
    "leet": mapped(LEET, 0.5, (ADDRESS, WITH_DIGITS)),
    "letters apart by spaces": lambda t, r: spelled(t, " "),
    "letters apart by dots": lambda t, r: spelled(t, "."),
    "letters apart by hyphens": lambda t, r: spelled(t, "-"),
    "letters apart by underscores": lambda t, r: spelled(t, "_"),
    "double spaces": lambda t, r: shown(t.replace(" ", "  ")),
    "no-break spaces": lambda t, r: shown(t.replace(" ", "\u00a0")),
    "line breaks for spaces": lambda t, r: shown(t.replace(" ", "\n")),
    "stacked marks": lambda t, r: shown(each_letter(t, lambda c: c + ZALGO)),
    "one stray mark a word": lambda t, r: shown(in_words(t, "\u0332")),
    "UCS-2": carried("utf-16-be", 8),
    "UCS-2, flash": carried("utf-16-be", 0x18),
    "GSM 7-bit": carried("gsm7", 0),
    "GSM 7-bit without diacritics": carried("gsm7", 0, plain),
    "Latin-1": carried("latin-1", 3, plain),
    "UTF-8 declared 8-bit": carried("utf-8", 4),
    "UTF-8 declared default": carried("utf-8", 0),
    "UCS-2 declared default": carried("utf-16-be", 0),
    "UCS-2 declared 8-bit": carried("utf-16-be", 4),
    "UCS-2 in the other order": carried("utf-16-le", 8),
    "Turkish shift table": shift_table,
    "two parts": split([0.5]),
    "three parts, 16 bit reference": split([0.3, 0.6], wide=True),
    "three parts, last first": split([0.3, 0.6], order=[2, 1, 0]),
    "four parts": split([0.2, 0.45, 0.8]),
    "two parts of GSM 7-bit": split([0.5], "gsm7", 0),
    "split inside a word": split_in_word,
    "split inside a surrogate pair": split_in_pair,
}
