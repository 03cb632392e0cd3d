package io.thalweg.connectors.replay;

import io.thalweg.connectors.kafka.KafkaSettings;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Plays a table, one JSON record per row, into a topic, in the order of the file.
 *
 * <p>Every record is acknowledged by all replicas, none is lost or repeated or overtaken within its
 * partition. A file that is not as it should be ends the replay with a {@link ReplayException};
 * what came before it is in the topic.
 */
public final class Replay {
  private final URL location;
  private final String name;
  private List<String> columns = List.of();
  private String key;
  private EventTime time;
  private final Set<String> text = new HashSet<>();
  private final Map<String, Map<String, String>> mappings = new HashMap<>();
  private long skip;
  private long limit = Long.MAX_VALUE;
  private Pace pace = new Pace.Unthrottled();
  private Consumer<Progress> listener = progress -> {};

  private Replay(URL location, String name) {
    this.location = location;
    this.name = name;
  }

  /** A CSV or TSV file, plain or gzipped. */
  public static Replay of(Path file) {
    if (Files.isDirectory(file)) {
      throw new ReplayException(file + ": is a folder, a CSV or TSV file expected");
    }
    if (Files.notExists(file)) {
      throw new ReplayException(file + ": does not exist; check the name");
    }
    try {
      return new Replay(file.toUri().toURL(), file.toString());
    } catch (MalformedURLException e) {
      throw new ReplayException(file + ": not a file", e);
    }
  }

  /** A resource of the class path. */
  public static Replay of(URL resource) {
    String path = resource.getPath();
    return new Replay(resource, path.substring(path.lastIndexOf('/') + 1));
  }

  /** Names of the columns, for a file without a line of names. */
  public Replay columns(List<String> names) {
    columns = List.copyOf(names);
    return this;
  }

  /** Column whose text becomes the key of the record; without one, records have none. */
  public Replay key(String column) {
    key = column;
    return this;
  }

  /** Needed for {@link Pace.Speed}, or to add a field that the file lacks. */
  public Replay time(EventTime source) {
    time = source;
    return this;
  }

  /** Columns that are strings even where they look like numbers. */
  public Replay text(String... names) {
    text.addAll(List.of(names));
    return this;
  }

  /**
   * What stands for the values of a column, e.g. UP for 1; a value that has no entry is an error.
   */
  public Replay map(String column, Map<String, String> values) {
    mappings.put(column, Map.copyOf(values));
    return this;
  }

  /** Leaves out so many rows at the beginning; those that follow are as if they had been played. */
  public Replay skip(long rows) {
    skip = rows;
    return this;
  }

  /** Stops after so many records. */
  public Replay limit(long records) {
    limit = records;
    return this;
  }

  public Replay pace(Pace wanted) {
    pace = wanted;
    return this;
  }

  /** Is told how far the replay is: ten times a second at most, and at the end. */
  public Replay listener(Consumer<Progress> wanted) {
    listener = wanted;
    return this;
  }

  /**
   * Plays the file. Interrupted, it ends early, with what was sent acknowledged.
   *
   * @return number of records, all of them acknowledged
   * @throws ReplayException for a file, a column or a value that is not as it should be, or a
   *     broker that does not take the records
   */
  public long into(KafkaSettings settings, String topic) {
    try (TableFile table = TableFile.open(location, name)) {
      List<String> names = table.columns(columns);
      check(names);
      String added = time instanceof EventTime.Generated generated ? generated.field() : null;
      Rows rows =
          new Rows(
              table,
              names,
              new JsonRows(names, text, mappings, added),
              key == null ? -1 : names.indexOf(key),
              time,
              pace instanceof Pace.Speed);
      rows.skip(skip);
      try (Feed feed = new Feed(settings, topic, pace)) {
        return play(rows, feed, table);
      }
    }
  }

  private long play(Rows rows, Feed feed, TableFile table) {
    Reports reports = new Reports(listener, table, limit);
    while (feed.sent() < limit && !Thread.currentThread().isInterrupted()) {
      Rows.Played row = rows.next();
      if (row == null) {
        break;
      }
      feed.send(row);
      reports.after(feed.sent());
    }
    feed.flush();
    reports.end(feed.sent());
    return feed.sent();
  }

  private void check(List<String> names) {
    if (new HashSet<>(names).size() < names.size() || names.contains("")) {
      throw new ReplayException(
          name + " line 1: columns " + names + " found, a name of its own for each expected");
    }
    Set<String> wanted = new HashSet<>(text);
    wanted.addAll(mappings.keySet());
    if (key != null) {
      wanted.add(key);
    }
    if (time instanceof EventTime.Column column) {
      wanted.add(column.field());
    }
    for (String column : wanted) {
      if (!names.contains(column)) {
        throw new NoSuchColumnException(name + ": no column '" + column + "'; it has " + names);
      }
    }
    if (time instanceof EventTime.Generated generated && names.contains(generated.field())) {
      throw new ReplayException(
          name
              + ": has a column '"
              + generated.field()
              + "' already: name the new field otherwise");
    }
    if (pace instanceof Pace.Speed && time == null) {
      throw new ReplayException(
          name + ": a speed needs event times: name their column, or a start and a step");
    }
  }
}
