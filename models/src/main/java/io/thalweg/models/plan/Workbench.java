package io.thalweg.models.plan;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.memory.desc;
import org.bytedeco.dnnl.memory.format_tag;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.PointerScope;

/**
 * Makes the kernels of one shape. They share one scratchpad, which is the caller's: with the
 * library's own, which belongs to a thread, a kernel that is made on one thread and run on another
 * takes the process down.
 *
 * <p>What is made along the way and not needed later is freed when the bench is cleared (closed);
 * kernels and numbers live as long as the arena.
 */
final class Workbench implements AutoCloseable {
  private final Arena arena;
  private final PointerScope temporary = new PointerScope();
  private final List<Scratch> wanted = new ArrayList<>();

  /** A kernel's arguments that lack their scratchpad. */
  private record Scratch(IntMemoryMap arguments, desc size) {}

  Workbench(Arena arena) {
    this.arena = arena;
  }

  Floats floats(long size) {
    return arena.floats(size);
  }

  /** Room for what a primitive wants to keep in a format of its own. */
  Floats floats(desc description) {
    return arena.floats((description.get_size() + Float.BYTES - 1) / Float.BYTES);
  }

  static desc description(format_tag format, long... dimensions) {
    return new desc(dimensions, memory.data_type.f32, format);
  }

  /** Attributes that every primitive is described with. */
  static primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    return attributes;
  }

  /** What memory a primitive expects for one of its arguments (DNNL_ARG_…). */
  static desc expected(primitive_desc_base described, int argument) {
    return described.query_md(dnnl.query.exec_arg_md, argument);
  }

  Arguments kernel(primitive_desc_base described) {
    return new Arguments(described);
  }

  /** A kernel that copies numbers from one format into another. */
  Kernel reorder(desc from, Floats source, desc to, Floats target) {
    var described =
        new reorder.primitive_desc(
            Processor.engine(), from, Processor.engine(), to, attributes(), false);
    return kernel(described)
        .with(dnnl.DNNL_ARG_FROM, source)
        .with(dnnl.DNNL_ARG_TO, target)
        .build();
  }

  /** The arguments of a kernel to be. */
  final class Arguments {
    private final primitive_desc_base described;
    private final IntMemoryMap arguments = arena.own(new IntMemoryMap());

    private Arguments(primitive_desc_base described) {
      this.described = described;
    }

    Arguments with(int argument, Floats numbers) {
      desc expected = expected(described, argument);
      if (expected.get_size() > numbers.size() * Float.BYTES) {
        throw new IllegalStateException(
            "%d bytes found for argument %d, %d expected"
                .formatted(numbers.size() * Float.BYTES, argument, expected.get_size()));
      }
      arguments.put(
          argument, arena.own(new memory(expected, Processor.engine(), numbers.pointer())));
      return this;
    }

    Kernel build() {
      desc scratch = described.scratchpad_desc();
      if (scratch.get_size() > 0) {
        wanted.add(new Scratch(arguments, scratch));
      }
      return new Kernel(arena.own(new primitive(described.get())), arguments);
    }
  }

  /** Gives all kernels their scratchpad; none may be made later. */
  @Override
  public void close() {
    long bytes = wanted.stream().mapToLong(scratch -> scratch.size.get_size()).max().orElse(0);
    Floats shared = arena.floats((bytes + Float.BYTES - 1) / Float.BYTES);
    for (Scratch scratch : wanted) {
      scratch.arguments.put(
          dnnl.DNNL_ARG_SCRATCHPAD,
          arena.own(new memory(scratch.size, Processor.engine(), shared.pointer())));
    }
    temporary.close();
  }
}
