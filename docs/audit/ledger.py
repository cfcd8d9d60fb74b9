"""Keeps, for each check, the largest difference between what was recomputed and what a file says."""
import numpy as np


class Ledger:
    def __init__(self, show_all=False):
        self.rows = {}
        self.show_all = show_all

    def numbers(self, check, where, mine, theirs, limit, scale=1.0):
        """Largest |mine - theirs| / scale; NaN must stand in the same places."""
        mine, theirs = np.atleast_1d(np.asarray(mine, float)), np.atleast_1d(np.asarray(theirs, float))
        if mine.shape != theirs.shape:
            self.add(check, where, np.inf, limit, 0, f"{mine.shape} values recomputed, {theirs.shape} in the file")
            return
        gaps = np.isnan(mine) != np.isnan(theirs)
        difference = np.abs(mine - theirs) / np.where(np.asarray(scale, float) == 0, 1, scale)
        difference[np.isnan(mine) & np.isnan(theirs)] = 0
        difference[gaps | (np.isinf(mine) & (mine == theirs))] = 0
        worst = np.inf if gaps.any() else (difference.max() if difference.size else 0.0)
        self.add(check, where, worst, limit, mine.size, f"{gaps.sum()} values are missing on one side" if gaps.any() else "")

    def same(self, check, where, mine, theirs):
        """Texts, names, counts: equal or not."""
        right = mine == theirs
        self.add(check, where, 0.0 if right else np.inf, 0, 1, "" if right else f"recomputed {mine!r}, file {theirs!r}"[:300])

    def add(self, check, where, difference, limit, count, note=""):
        if self.show_all or not difference <= limit:
            print(f"  {'pass' if difference <= limit else 'FAIL'} {check}, {where}: {difference:.2g} {note}".rstrip(), flush=True)
        row = self.rows.setdefault(check, dict(worst=-1.0, limit=limit, count=0, files=0, where="", failed=0))
        row["count"] += count
        row["files"] += 1
        row["failed"] += not difference <= limit
        if not difference <= row["worst"]:
            row.update(worst=difference, where=where)

    def close(self):
        """One line a check; true if all passed."""
        wide = max(map(len, self.rows), default=0)
        for check, row in self.rows.items():
            verdict = "FAIL" if row["failed"] else "PASS"
            print(f"{verdict}  {check:{wide}}  {row['worst']:9.2g}  (limit {row['limit']:g}, {row['count']} values, "
                  f"{row['files']} files; worst {row['where']})")
        failed = sum(row["failed"] > 0 for row in self.rows.values())
        print(f"{len(self.rows) - failed} of {len(self.rows)} checks passed")
        return failed == 0
