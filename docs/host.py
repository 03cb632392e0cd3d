"""Lets Gymnasium environments act through an agent's topics.

    python3 host.py CartPole-v1 --brokers 127.0.0.1:9092 --job cartpole --count 8 --steps 10000

Needs confluent_kafka and gymnasium. The environment "signs" is its own and needs no gymnasium:
action 1 is right where the first number shown is above 0.
"""
import argparse
import json
import os
import random
import time

from confluent_kafka import OFFSET_END, Consumer, Producer, TopicPartition

try:
    import gymnasium
except ImportError:
    gymnasium = None


class Signs:
    """Shows four numbers; the right action is a matter of the sign of the first."""

    actions = 2

    def reset(self, seed=None):
        self.random = random.Random(seed)
        self.left = 20
        return self.show(), {}

    def show(self):
        self.shown = [self.random.uniform(-1, 1) for _ in range(4)]
        return self.shown

    def step(self, action):
        reward = 1.0 if (self.shown[0] > 0) == (action == 1) else 0.0
        self.left -= 1
        return self.show(), reward, False, self.left == 0, {}


class Hosted:
    """One environment, and what it has said last."""

    def __init__(self, name, environment):
        self.name, self.environment, self.episode, self.time = name, environment, -1, 0
        self.seeds = random.Random(name)

    def say(self, observation, **outcome):
        numbers = [float(number) for number in observation]
        self.time = max(self.time, int(time.time() * 1000))
        self.said = {"environment": self.name, "episode": self.episode, "step": self.step,
                     "time": self.time, "observation": numbers, **outcome}
        return self.said

    def begin(self):
        self.episode, self.step = self.episode + 1, 0
        observation, _ = self.environment.reset(seed=self.seeds.randrange(2 ** 31))
        return self.say(observation)

    def awaits(self, answer):
        """Whether it is the first answer to what was said last, and possible."""
        action = answer.get("action")
        return ((answer.get("episode"), answer.get("step")) == (self.episode, self.step)
                and type(action) is int and 0 <= action < self.actions())

    def actions(self):
        own = isinstance(self.environment, Signs)
        return Signs.actions if own else int(self.environment.action_space.n)

    def act(self, answer):
        observation, reward, terminated, truncated, _ = self.environment.step(answer["action"])
        self.step += 1
        echo = {field: answer[field] for field in ("action", "probability", "policy_version")}
        return self.say(observation, reward=float(reward), terminated=bool(terminated),
                        truncated=bool(truncated), **echo)


def read(value):
    """An answer; an empty one where others have written what is none."""
    try:
        answer = json.loads(value)
    except (TypeError, ValueError):
        return {}
    return answer if isinstance(answer, dict) else {}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("environment")
    options.add_argument("--brokers", default="127.0.0.1:9092")
    options.add_argument("--job", default="cartpole")
    options.add_argument("--count", type=int, default=8)
    options.add_argument("--steps", type=int, default=1_000_000)
    args = options.parse_args()

    signs = args.environment == "signs"
    if not signs and gymnasium is None:
        raise SystemExit(f"{args.environment} needs gymnasium, which is not installed: "
                         "pip install gymnasium, or apt install python3-gymnasium; "
                         "'signs' is an environment that needs none")

    def make():
        return Signs() if signs else gymnasium.make(args.environment)

    producer = Producer({"bootstrap.servers": args.brokers, "linger.ms": 0,
                         "enable.idempotence": True})
    consumer = Consumer({"bootstrap.servers": args.brokers, "group.id": f"host-{os.getpid()}",
                         "enable.auto.commit": False, "fetch.wait.max.ms": 50})
    actions = args.job + ".actions"
    partitions = consumer.list_topics(actions, timeout=10).topics[actions].partitions
    if not partitions:
        raise SystemExit(f"topic {actions} does not exist: does job {args.job} run at these brokers?")
    consumer.assign([TopicPartition(actions, p, OFFSET_END) for p in partitions])
    consumer.poll(1.0)  # the end is looked up before anything is said

    def send(said):
        producer.produce(args.job + ".observations", json.dumps(said), said["environment"])
        producer.poll(0)
        sent[said["environment"]] = time.time()

    sent, steps, total = {}, 0, 0.0
    hosted = {name: Hosted(name, make())
              for name in (f"python-{os.getpid()}-{i}" for i in range(args.count))}
    for one in hosted.values():
        send(one.begin())
    while steps < args.steps:
        record = consumer.poll(0.1)
        if record is not None and not record.error():
            answer = read(record.value())
            one = hosted.get(str(answer.get("environment")))
            if one and one.awaits(answer):
                said = one.act(answer)
                send(said)
                steps, total = steps + 1, total + said["reward"]
                if said["terminated"] or said["truncated"]:
                    send(one.begin())
        for one in hosted.values():
            if time.time() - sent[one.name] > 2:
                send(one.said)
    producer.flush(10)
    print(f"{steps} steps, reward {total / max(1, steps):.3f} per step")


if __name__ == "__main__":
    main()
