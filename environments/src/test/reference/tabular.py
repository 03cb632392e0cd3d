"""Every transition of the tabular environments, by Gymnasium's rules, written apart from the Java classes.

    python3 environments/src/test/reference/tabular.py environments/src/test/resources/io/thalweg/environments/tabular

Each line: state, action, next state, reward, terminated. Of the lake without slipping.
"""
import sys


def lake(text):
    rows = text.split("/")
    side = len(rows)
    square = {(r, c): rows[r][c] for r in range(side) for c in range(side)}
    for (r, c), letter in square.items():
        for action, (dr, dc) in enumerate([(0, -1), (1, 0), (0, 1), (-1, 0)]):
            if letter in "GH":
                continue  # the episode has ended there
            at = (r + dr, c + dc) if (r + dr, c + dc) in square else (r, c)
            yield r * side + c, action, at[0] * side + at[1], float(square[at] == "G"), square[at] in "GH"


def cliff():
    for s in range(37):  # the cliff and the goal are never stood upon
        for action, (dr, dc) in enumerate([(-1, 0), (0, 1), (1, 0), (0, -1)]):
            r, c = divmod(s, 12)
            r, c = sorted((0, r + dr, 3))[1], sorted((0, c + dc, 11))[1]
            if r == 3 and 1 <= c <= 10:
                yield s, action, 36, -100.0, False
            else:
                yield s, action, r * 12 + c, -1.0, (r, c) == (3, 11)


def taxi():
    stands = {(0, 0): 0, (0, 4): 1, (4, 0): 2, (4, 3): 3}
    # Walls stand right of these squares.
    walls = {(0, 1), (1, 1), (3, 0), (4, 0), (3, 2), (4, 2)}
    code = lambda r, c, p, d: ((r * 5 + c) * 5 + p) * 4 + d
    for r in range(5):
        for c in range(5):
            for p in range(5):
                for d in range(4):
                    for a in range(6):
                        n, reward, end = (r, c, p), -1.0, False
                        if a == 0 and r < 4:
                            n = (r + 1, c, p)
                        if a == 1 and r > 0:
                            n = (r - 1, c, p)
                        if a == 2 and c < 4 and (r, c) not in walls:
                            n = (r, c + 1, p)
                        if a == 3 and c > 0 and (r, c - 1) not in walls:
                            n = (r, c - 1, p)
                        if a == 4:
                            if p < 4 and stands.get((r, c)) == p:
                                n = (r, c, 4)
                            else:
                                reward = -10.0
                        if a == 5:
                            if p == 4 and stands.get((r, c)) == d:
                                n, reward, end = (r, c, d), 20.0, True
                            elif p == 4 and (r, c) in stands:
                                n = (r, c, stands[(r, c)])
                            else:
                                reward = -10.0
                        yield code(r, c, p, d), a, code(*n, d), reward, end


def write(name, lines):
    with open(f"{sys.argv[1]}/{name}.csv", "w") as out:
        for s, a, n, reward, end in lines:
            out.write(f"{s},{a},{n},{reward},{str(end).lower()}\n")


write("frozen-lake", lake("SFFF/FHFH/FFFH/HFFG"))
write("frozen-lake-8x8", lake("SFFFFFFF/FFFFFFFF/FFFHFFFF/FFFFFHFF/FFFHFFFF/FHHFFFHF/FHFFHFHF/FFFHFFFG"))
write("cliff-walking", cliff())
write("taxi", taxi())
