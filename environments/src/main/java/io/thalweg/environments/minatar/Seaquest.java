package io.thalweg.environments.minatar;

/**
 * A submarine of two cells among fish, which swim, submarines, which shoot too, and divers to be
 * rescued. What its bullets hit is gone, and worth 1. Oxygen goes down, and is whole again where it
 * comes to the surface with a diver on board: with fewer than six, one of them leaves; with six all
 * do, and each cell of the oxygen's bar is worth 1. With each surfacing enemies come and move
 * faster. It ends where fish, submarine or bullet hit it, where the oxygen is used up, or where it
 * surfaces without a diver. Actions: nothing (0), left (1), up (2), right (3), down (4), fire (5).
 *
 * <p>Channels: front of the submarine, its back, own bullets, where what moves came from, foreign
 * bullets, fish, foreign submarines, the oxygen's bar and that of divers in the last row, divers.
 * It begins at the surface with 200 frames of oxygen; at first an enemy comes every 20 frames (a
 * third of them submarines, which shoot every 10) and a diver every 30, and all move every 5.
 */
public final class Seaquest extends GridGame {
  private static final int DEEPEST = SIZE - 2;
  private static final int OXYGEN = 200;
  private static final int SEATS = 6;
  private static final int LOADING = 5;
  private static final int BETWEEN_SHOTS = 10;
  private static final int BETWEEN_DIVERS = 30;
  private static final int BETWEEN_DIVER_MOVES = 5;

  private final Swarm own = new Swarm();
  private final Swarm foreign = new Swarm();
  private final Swarm fish = new Swarm();
  private final Swarm submarines = new Swarm();
  private final Swarm divers = new Swarm();
  private int row;
  private int column;
  private int facing;
  private boolean atSurface;
  private int oxygen;
  private int rescued;
  private int loading;
  private int betweenEnemies;
  private int betweenMoves;
  private int untilEnemy;
  private int untilDiver;
  private int surfacings;
  private int frame;
  private double reward;

  /** A new game. */
  public Seaquest() {
    super("Ss>-!fwo+d", 6);
  }

  @Override
  void begin() {
    own.clear();
    foreign.clear();
    fish.clear();
    submarines.clear();
    divers.clear();
    row = 0;
    column = SIZE / 2;
    facing = -1;
    atSurface = true;
    oxygen = OXYGEN;
    rescued = 0;
    loading = 0;
    betweenEnemies = 20;
    betweenMoves = 5;
    untilEnemy = betweenEnemies;
    untilDiver = BETWEEN_DIVERS;
    surfacings = 0;
    frame = 0;
  }

  @Override
  double play(int action) {
    reward = 0;
    spawn();
    steer(action);
    touch();
    own.move();
    shoot();
    foreign.move();
    swim();
    touch();
    breathe();
    return reward;
  }

  private void spawn() {
    if (--untilEnemy == 0) {
      untilEnemy = betweenEnemies;
      int at = 1 + draw(DEEPEST);
      int direction = draw(2) == 0 ? -1 : 1;
      boolean submarine = chance(1.0 / 3);
      // Two that come towards each other in a row would be a wall.
      if (!fish.goesAgainst(at, direction) && !submarines.goesAgainst(at, direction)) {
        Swarm enemies = submarine ? submarines : fish;
        enemies.add(at, direction > 0 ? 0 : SIZE - 1, direction, betweenMoves);
      }
    }
    if (--untilDiver == 0) {
      untilDiver = BETWEEN_DIVERS;
      int direction = draw(2) == 0 ? -1 : 1;
      divers.add(1 + draw(DEEPEST), direction > 0 ? 0 : SIZE - 1, direction, BETWEEN_DIVER_MOVES);
    }
  }

  private void steer(int action) {
    loading = Math.max(0, loading - 1);
    switch (action) {
      case 1 -> turn(-1);
      case 2 -> row = clamped(row - 1, 0, DEEPEST);
      case 3 -> turn(1);
      case 4 -> row = clamped(row + 1, 0, DEEPEST);
      case 5 -> {
        if (loading == 0) {
          loading = LOADING;
          own.add(row, column, facing, 0);
        }
      }
      default -> {
        // It stays where it is.
      }
    }
  }

  private void turn(int direction) {
    column = clamped(column + direction, 0, SIZE - 1);
    facing = direction;
  }

  /** What own bullets are at. */
  private void shoot() {
    for (int i = own.count() - 1; i >= 0; i--) {
      if (hit(fish, i) || hit(submarines, i)) {
        own.remove(i);
        reward++;
      }
    }
  }

  private boolean hit(Swarm enemies, int bullet) {
    int enemy = enemies.at(own.row(bullet), own.column(bullet));
    if (enemy >= 0) {
      enemies.remove(enemy);
    }
    return enemy >= 0;
  }

  private void swim() {
    if (++frame % betweenMoves == 0) {
      fish.move();
      submarines.move();
      shoot();
    }
    if (frame % BETWEEN_DIVER_MOVES == 0) {
      divers.move();
    }
    for (int i = 0; i < submarines.count(); i++) {
      if (submarines.isDue(i, BETWEEN_SHOTS)) {
        foreign.add(submarines.row(i), submarines.column(i), submarines.direction(i), 0);
      }
    }
  }

  /** Before and after the others move: who changes places with one has met it. */
  private void touch() {
    pickUp();
    meet();
  }

  private void pickUp() {
    int diver = divers.at(row, column);
    if (diver >= 0 && rescued < SEATS) {
      divers.remove(diver);
      rescued++;
    }
  }

  private void meet() {
    if (fish.at(row, column) >= 0
        || submarines.at(row, column) >= 0
        || foreign.at(row, column) >= 0) {
      lose();
    }
  }

  private void breathe() {
    if (row > 0) {
      atSurface = false;
      if (--oxygen == 0) {
        lose();
      }
    } else if (!atSurface) {
      atSurface = true;
      surface();
    }
  }

  private void surface() {
    if (rescued == 0) {
      lose();
      return;
    }
    if (rescued == SEATS) {
      reward += cells();
      rescued = 0;
    } else {
      rescued--;
    }
    oxygen = OXYGEN;
    betweenEnemies = Math.max(1, betweenEnemies - 1);
    if (surfacings++ % 2 == 1) {
      betweenMoves = Math.max(2, betweenMoves - 1);
    }
  }

  /** Of the oxygen's bar that are full, or in part. */
  private int cells() {
    return (oxygen * SIZE + OXYGEN - 1) / OXYGEN;
  }

  @Override
  void draw() {
    mark(0, row, column);
    mark(1, row, column - facing);
    mark(own, 2);
    mark(foreign, 4);
    trailed(fish, 5);
    trailed(submarines, 6);
    for (int cell = 0; cell < cells(); cell++) {
      mark(7, SIZE - 1, cell);
    }
    for (int seat = 0; seat < rescued; seat++) {
      mark(8, SIZE - 1, SIZE - 1 - seat);
    }
    trailed(divers, 9);
  }

  private void mark(Swarm swarm, int channel) {
    for (int i = 0; i < swarm.count(); i++) {
      mark(channel, swarm.row(i), swarm.column(i));
    }
  }

  private void trailed(Swarm swarm, int channel) {
    mark(swarm, channel);
    for (int i = 0; i < swarm.count(); i++) {
      mark(3, swarm.row(i), swarm.column(i) - swarm.direction(i));
    }
  }

  // For tests.

  void set(int newRow, int newColumn, int newFacing) {
    row = newRow;
    column = newColumn;
    facing = newFacing;
    atSurface = row == 0;
  }

  void setRescued(int divers) {
    rescued = divers;
  }

  void setOxygen(int frames) {
    oxygen = frames;
  }

  void addFish(int at, int newColumn, int direction) {
    fish.add(at, newColumn, direction, 0);
  }

  void addSubmarine(int at, int newColumn, int direction) {
    submarines.add(at, newColumn, direction, 1);
  }

  void addDiver(int at, int newColumn, int direction) {
    divers.add(at, newColumn, direction, 0);
  }

  int rescued() {
    return rescued;
  }

  int oxygen() {
    return oxygen;
  }

  int foreignBullets() {
    return foreign.count();
  }

  int pace() {
    return betweenEnemies;
  }
}
