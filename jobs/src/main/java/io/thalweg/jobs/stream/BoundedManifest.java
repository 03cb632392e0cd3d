package io.thalweg.jobs.stream;

import java.util.Collection;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;

/**
 * Keeps checkpoints as small as the state. RocksDB notes each of its files in a manifest, one more
 * for each checkpoint and box, begins a new manifest at 1 GiB only, and the whole of it is in every
 * checkpoint.
 */
public final class BoundedManifest implements RocksDBOptionsFactory {
  /** Bytes; a new manifest names the files that there are, about a hundred bytes each. */
  static final long MAX_BYTES = 256 << 10;

  private static final long serialVersionUID = 1L;

  @Override
  public DBOptions createDBOptions(DBOptions current, Collection<AutoCloseable> handlesToClose) {
    return current.setMaxManifestFileSize(MAX_BYTES);
  }

  @Override
  public ColumnFamilyOptions createColumnOptions(
      ColumnFamilyOptions current, Collection<AutoCloseable> handlesToClose) {
    return current;
  }
}
