package io.thalweg.models.plan;

import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.PointerScope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processor as oneDNN sees it: one for all plans, usable from any thread, never freed. */
final class Processor {
  /**
   * How many compiled primitives oneDNN itself remembers, process-wide: machine code of some tens
   * of kilobytes each. Its default of 1,024 would keep the code of every shape that ever was.
   */
  private static final int PRIMITIVES_REMEMBERED = 128;

  private static final int WITH_AVX_512 = 2;
  private static final int WITHOUT = 6;

  private static final String THREADS = "OMP_NUM_THREADS";
  private static final Logger LOG = LoggerFactory.getLogger(Processor.class);
  private static final engine ENGINE = start();

  private Processor() {}

  private static engine start() {
    if (!"1".equals(System.getenv(THREADS))) {
      LOG.warn(
          "Environment variable {}: {} found, 1 expected: networks may be slower, and a model's bits"
              + " depend on the number of threads",
          THREADS,
          System.getenv(THREADS));
    }
    dnnl.set_primitive_cache_capacity(PRIMITIVES_REMEMBERED);
    engine processor = new engine(engine.kind.cpu, 0);
    processor.retainReference(); // whatever scope it happens to be made in
    return processor;
  }

  static String version() {
    try (PointerScope temporary = new PointerScope()) {
      dnnl_version_t version = dnnl.version();
      return "%d.%d.%d, %s"
          .formatted(
              version.major(), version.minor(), version.patch(), dnnl.get_effective_cpu_isa());
    }
  }

  /**
   * Rows that kernels compute in one way: of a multiple of these, each row has the same bits. For a
   * single row oneDNN has kernels of its own, which sum in another order; without AVX-512 it
   * computes six rows at a time, and those that remain in another order too.
   */
  static int rowsAlike() {
    // Its constants ascend by sets of instructions; those of AVX2 with later ones are below
    // AVX-512.
    return dnnl.get_effective_cpu_isa().value >= dnnl.cpu_isa.avx512_core.value
        ? WITH_AVX_512
        : WITHOUT;
  }

  static engine engine() {
    return ENGINE;
  }

  /** Where kernels run, on whatever thread calls; for one thread at a time. */
  static stream queue(Arena arena) {
    return arena.own(new stream(ENGINE));
  }
}
