package io.thalweg.jobs.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksMemEnv;

class BoundedManifestTest {
  private static final int CHECKPOINTS = 3_000;
  private static final long LITTLE = 10_000;

  @Test
  void manifest_does_not_grow_with_every_checkpoint() throws Exception {
    DBOptions bounded = new BoundedManifest().createDBOptions(new DBOptions(), new ArrayList<>());

    assertThat(manifestAfterCheckpoints("as-it-is", new DBOptions()))
        .isGreaterThan(BoundedManifest.MAX_BYTES + LITTLE);
    assertThat(manifestAfterCheckpoints("bounded", bounded))
        .isLessThan(BoundedManifest.MAX_BYTES + LITTLE);
  }

  /** Bytes; a checkpoint makes RocksDB write what is new into a file of its own. */
  private static long manifestAfterCheckpoints(String name, DBOptions options) throws Exception {
    RocksDB.loadLibrary();
    try (options;
        Env inMemory = new RocksMemEnv(Env.getDefault());
        ColumnFamilyOptions column = new ColumnFamilyOptions();
        Options all = new Options(options, column).setCreateIfMissing(true).setEnv(inMemory);
        FlushOptions flush = new FlushOptions();
        RocksDB database = RocksDB.open(all, "/" + name)) {
      for (int i = 0; i < CHECKPOINTS; i++) {
        database.put(new byte[] {(byte) (i % 50)}, new byte[] {(byte) i});
        database.flush(flush);
      }
      return database.getLiveFiles().manifestFileSize;
    }
  }
}
