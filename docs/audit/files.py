"""Reads what the study level writes: images, tables, matrices, logs, and the tables of its pages."""
import hashlib
import html.parser
import json
import pathlib

import nibabel
import numpy as np

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
ATLAS = REPOSITORY / "src/main/resources/sc/fiji/boldj/atlas"


def image(path):
    """Values in double precision and the RAS+ affine."""
    loaded = nibabel.load(str(path))
    return np.asarray(loaded.dataobj, dtype=np.float64), loaded.affine


def table(path):
    """Columns by name, as text."""
    lines = [line for line in pathlib.Path(path).read_text().splitlines() if line and not line.startswith("#")]
    rows = [line.split("\t") for line in lines]
    return {name: [row[k] for row in rows[1:]] for k, name in enumerate(rows[0])}


def number(text):
    return np.nan if text in ("n/a", "NaN", "") else float(text)


def numbers(path):
    """Columns by name as numbers; columns of words are left out."""
    found = {}
    for name, column in table(path).items():
        try:
            found[name] = np.array([number(text) for text in column])
        except ValueError:
            pass
    return found


def matrices(path):
    """4x4 matrices, one or one a volume."""
    return np.loadtxt(path, comments="#").reshape(-1, 4, 4)


def record(path):
    return json.loads(pathlib.Path(path).read_text())


def nodes():
    """Places and networks of the built-in nodes: data, not code."""
    rows = table(ATLAS / "network-nodes.tsv")
    places = np.array([[float(rows[axis][i]) for axis in "xyz"] for i in range(len(rows["name"]))])
    members = {}
    for i, text in enumerate(rows["network"]):
        for network in text.split(";"):
            members.setdefault(network.strip(), []).append(i)
    return rows["name"], places, members


def sha256(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def log(path):
    return pathlib.Path(path).read_bytes().splitlines()


class _Tables(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tables, self.cell = [], None

    def handle_starttag(self, tag, _):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self.cell = ""

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.cell is not None:
            self.tables[-1][-1].append(self.cell)
            self.cell = None


def page_tables(path):
    """Tables of a page, each a list of rows of texts, the head first."""
    parser = _Tables()
    parser.feed(pathlib.Path(path).read_text())
    return [rows for rows in parser.tables if rows]
