package org.kerata.autodiff.internal.run;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.internal.compile.Operand;
import org.kerata.autodiff.internal.compile.Task;
import org.kerata.autodiff.internal.compile.Value;
import org.kerata.autodiff.internal.memory.NativeBuffer;
import org.kerata.autodiff.internal.memory.Storage;

/** Where the operands of a program are in memory, for one instance of it. Holds on to whatever kernels point to. */
public final class Binding {
    private final NativeBuffer arena;
    private final NativeBuffer derived;
    private final Scratch scratch;
    private final Wrapper wrapper;
    private final @Nullable Frame frame;
    private final List<Object> held;
    private final Map<List<Object>, Object> shared;
    private final List<Object> lane;
    private final int laneSlice;

    /** Finds the scratch memory of a slice of a task. */
    public interface Scratch {
        /** Its first byte in the arena; of what the slices share if the slice is negative. */
        long offset(Task task, int slice);
    }

    /** What may be put around each kernel. */
    public interface Wrapper {
        /** The kernel to be run in the place of this one. */
        Kernel wrap(Task task, Binding binding, int slice, Kernel kernel);
    }

    /** A byte of a buffer. */
    public record Place(NativeBuffer buffer, long at) {
        /** The byte so many bytes further on. */
        public Place plus(long bytes) {
            return new Place(buffer, at + bytes);
        }
    }

    /** Where the values of the body of a loop or a branch are during one of its steps. */
    public interface Frame {
        /** The first byte of a value or of a slice's copy or part of it; null for constants. */
        @Nullable
        Place of(Value value, int slice);
    }

    Binding(NativeBuffer arena, NativeBuffer derived, Scratch scratch, Wrapper wrapper) {
        this(arena, derived, scratch, wrapper, null, new ArrayList<>(), new HashMap<>(), List.of(), -1);
    }

    private Binding(
            NativeBuffer arena,
            NativeBuffer derived,
            Scratch scratch,
            Wrapper wrapper,
            @Nullable Frame frame,
            List<Object> held,
            Map<List<Object>, Object> shared,
            List<Object> lane,
            int laneSlice) {
        this.arena = arena;
        this.derived = derived;
        this.scratch = scratch;
        this.wrapper = wrapper;
        this.frame = frame;
        this.held = held;
        this.shared = shared;
        this.lane = lane;
        this.laneSlice = laneSlice;
    }

    /**
     * The same memory for the tasks of a body during one of its steps.
     *
     * @param owner whose body it is
     * @param slice which slice of the owner; the steps of one follow each other
     */
    public Binding inside(Task owner, int slice, Scratch inner, Frame step) {
        return new Binding(arena, derived, inner, wrapper, step, held, shared, List.of(lane, owner, slice), slice);
    }

    /** A kernel with what the instance puts around it. */
    public Kernel wrap(Task task, int slice, Kernel kernel) {
        return wrapper.wrap(task, this, slice, kernel);
    }

    /** What tells those apart that run a body at the same time. */
    List<Object> lane() {
        return lane;
    }

    /** The slice of the program to which a slice of a task belongs. */
    int slice(int own) {
        return laneSlice < 0 ? own : laneSlice;
    }

    /** What the kernels of a slice of a task share if there are several, because it is part of a body with several steps. */
    @SuppressWarnings("unchecked")
    public <T> T shared(Task task, int slice, Supplier<T> make) {
        return (T) shared.computeIfAbsent(List.of(lane, task, slice), k -> make.get());
    }

    /** The arena with the first byte of the scratch memory of a slice of a task, or of what its slices share if there is no slice. */
    public Place scratchPlace(Task task, int slice) {
        return new Place(arena, scratch.offset(task, slice));
    }

    /** The byte of an operand at which an element begins. */
    public Place place(Operand o, int slice, long element) {
        return new Place(buffer(o.value(), slice), start(o, slice, element));
    }

    /** Keeps an object alive as long as the instance. */
    public <T> T hold(T object) {
        held.add(object);
        return object;
    }

    /** A view of all bytes of an operand. */
    public ByteBuffer bytes(Operand o, int slice) {
        int width = o.dtype().bytes();
        return buffer(o.value(), slice).view(start(o, slice, 0), o.size() * width);
    }

    /** A view of elements {@code lo} to {@code hi} of a {@code float32} operand. */
    public FloatBuffer floats(Operand o, int slice, long lo, long hi) {
        return buffer(o.value(), slice)
                .view(start(o, slice, lo), (hi - lo) * Float.BYTES)
                .asFloatBuffer();
    }

    /** A pointer to elements {@code lo} to {@code hi} of an operand, for native code. */
    public Pointer pointer(Operand o, int slice, long lo, long hi) {
        int width = o.dtype().bytes();
        return buffer(o.value(), slice).pointer(start(o, slice, lo), (hi - lo) * width);
    }

    /** A pointer to the scratch memory of a slice of a task. */
    public Pointer scratch(Task task, int slice, long bytes) {
        return arena.pointer(scratch.offset(task, slice), bytes);
    }

    /** A pointer into the scratch memory of a slice of a task. */
    public Pointer scratch(Task task, int slice, long from, long bytes) {
        return arena.pointer(scratch.offset(task, slice) + from, bytes);
    }

    /** A view of floats in the scratch memory of a slice of a task. */
    public FloatBuffer scratchFloats(Task task, int slice, long from, long bytes) {
        return arena.view(scratch.offset(task, slice) + from, bytes).asFloatBuffer();
    }

    private long start(Operand o, int slice, long element) {
        Value v = o.value();
        long at = (o.offset() + element - v.start(slice)) * o.dtype().bytes();
        Place own = frame == null ? null : frame.of(v, slice);
        if (own != null) {
            return own.at + at;
        }
        return switch (v.place()) {
            case ARENA, ARGUMENT -> v.offset(slice) + at;
            case VARIABLE, CONSTANT -> storage(v).offset() + at;
        };
    }

    private NativeBuffer buffer(Value v, int slice) {
        Place own = frame == null ? null : frame.of(v, slice);
        if (own != null) {
            return own.buffer;
        }
        return switch (v.place()) {
            case ARENA, ARGUMENT -> v.isDerived() ? derived : arena;
            case VARIABLE, CONSTANT -> hold(storage(v).buffer());
        };
    }

    private static Storage storage(Value v) {
        if (v.variable() != null) {
            return v.variable().storage();
        }
        if (v.constant() != null) {
            return v.constant();
        }
        throw new IllegalStateException(v + " has no memory of its own.");
    }
}
