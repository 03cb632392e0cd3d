"""Transitions of the classic environments, from their published equations and Gymnasium's rules.

    python3 environments/src/test/reference/classic.py environments/src/test/resources/io/thalweg/environments/classic

Plain Python (64-bit floats, as numpy's there), written apart from the Java classes: integrators over vectors, matrices
solved where the book gives the solution. Each line: state, action, next state, reward, terminated.
"""
import math
import random
import sys


def cartpole(s, action):
    x, v, th, w = s
    force = 10.0 if action == 1 else -10.0
    # Florian, "Correct equations for the dynamics of the cart-pole system", 2007, eq. 23 and 24 without friction
    m, M, l, g = 0.1, 1.0, 0.5, 9.8
    acc_th = (g * math.sin(th) + math.cos(th) * (-force - m * l * w ** 2 * math.sin(th)) / (m + M)) / (
        l * (4 / 3 - m * math.cos(th) ** 2 / (m + M)))
    acc_x = (force + m * l * (w ** 2 * math.sin(th) - acc_th * math.cos(th))) / (m + M)
    n = [x + 0.02 * v, v + 0.02 * acc_x, th + 0.02 * w, w + 0.02 * acc_th]
    end = not (-2.4 <= n[0] <= 2.4 and -math.radians(12) <= n[2] <= math.radians(12))
    return n, 1.0, end


def mountain_car(s, action):
    x, v = s
    v = min(max(v + 0.001 * (action - 1) - 0.0025 * math.cos(3 * x), -0.07), 0.07)
    x = min(max(x + v, -1.2), 0.6)
    if x == -1.2 and v < 0:
        v = 0.0
    return [x, v], -1.0, x >= 0.5 and v >= 0


def acrobot(s, action):
    def f(y):
        t1, t2, w1, w2 = y
        m1 = m2 = l1 = i1 = i2 = 1.0
        c1 = c2 = 0.5
        g = 9.8
        # The inertia matrix D and the rest h + phi = torque, solved by Cramer's rule. The second row has, as the book
        # (and Gymnasium's "book" variant) has it, the centrifugal term of the first link.
        d11 = m1 * c1 ** 2 + m2 * (l1 ** 2 + c2 ** 2 + 2 * l1 * c2 * math.cos(t2)) + i1 + i2
        d12 = m2 * (c2 ** 2 + l1 * c2 * math.cos(t2)) + i2
        d22 = m2 * c2 ** 2 + i2
        p2 = m2 * c2 * g * math.sin(t1 + t2)
        p1 = (-m2 * l1 * c2 * w2 ** 2 * math.sin(t2) - 2 * m2 * l1 * c2 * w2 * w1 * math.sin(t2)
              + (m1 * c1 + m2 * l1) * g * math.sin(t1) + p2)
        r1 = -p1
        r2 = (action - 1) - m2 * l1 * c2 * w1 ** 2 * math.sin(t2) - p2
        det = d11 * d22 - d12 * d12
        return [w1, w2, (r1 * d22 - d12 * r2) / det, (d11 * r2 - d12 * r1) / det]

    h = 0.2
    add = lambda y, k, c: [a + c * b for a, b in zip(y, k)]
    k1 = f(s)
    k2 = f(add(s, k1, h / 2))
    k3 = f(add(s, k2, h / 2))
    k4 = f(add(s, k3, h))
    n = [y + h / 6 * (a + 2 * b + 2 * c + d) for y, a, b, c, d in zip(s, k1, k2, k3, k4)]
    for i in (0, 1):
        n[i] = math.atan2(math.sin(n[i]), math.cos(n[i]))
    n[2] = min(max(n[2], -4 * math.pi), 4 * math.pi)
    n[3] = min(max(n[3], -9 * math.pi), 9 * math.pi)
    end = -math.cos(n[0]) - math.cos(n[0] + n[1]) > 1
    return n, 0.0 if end else -1.0, end


def pendulum(s, torque):
    th, w = s
    angle = math.atan2(math.sin(th), math.cos(th))
    reward = -(angle ** 2 + 0.1 * w ** 2 + 0.001 * torque ** 2)
    # m = l = 1, g = 10
    w = min(max(w + (3 * 10 / 2 * math.sin(th) + 3 * torque) * 0.05, -8), 8)
    return [th + w * 0.05, w], reward, False


def main(folder):
    rng = random.Random(20261127)
    u = rng.uniform
    worlds = {
        "cartpole": (cartpole, lambda: [u(-2.4, 2.4), u(-4, 4), u(-0.2, 0.2), u(-4, 4)], lambda: rng.randrange(2)),
        "mountain-car": (mountain_car, lambda: [u(-1.2, 0.6), u(-0.07, 0.07)], lambda: rng.randrange(3)),
        "acrobot": (acrobot, lambda: [u(-3.1, 3.1), u(-3.1, 3.1), u(-12, 12), u(-28, 28)], lambda: rng.randrange(3)),
        "pendulum": (pendulum, lambda: [u(-9, 9), u(-8, 8)], lambda: round(u(-2, 2) * 64) / 64),
    }
    for name, (step, state, action) in worlds.items():
        with open(f"{folder}/{name}.csv", "w") as out:
            for _ in range(500):
                s, a = state(), action()
                n, reward, end = step(s, a)
                out.write(",".join(repr(v) for v in [*s, a, *n, reward]) + "," + str(end).lower() + "\n")


main(sys.argv[1])
