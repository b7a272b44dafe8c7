package org.kerata.autodiff.internal.run;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
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
    private final List<Object> held = new ArrayList<>();

    /** Finds the scratch memory of a slice of a task. */
    public interface Scratch {
        /** Its first byte in the arena. */
        long offset(Task task, int slice);
    }

    Binding(NativeBuffer arena, NativeBuffer derived, Scratch scratch) {
        this.arena = arena;
        this.derived = derived;
        this.scratch = scratch;
    }

    /** Keeps an object alive as long as the instance. */
    public <T> T hold(T object) {
        held.add(object);
        return object;
    }

    /** A view of all bytes of an operand. */
    public ByteBuffer bytes(Operand o, int slice) {
        int width = o.dtype().bytes();
        return buffer(o.value()).view(start(o, slice, 0), o.size() * width);
    }

    /** A view of elements {@code lo} to {@code hi} of a {@code float32} operand. */
    public FloatBuffer floats(Operand o, int slice, long lo, long hi) {
        return buffer(o.value())
                .view(start(o, slice, lo), (hi - lo) * Float.BYTES)
                .asFloatBuffer();
    }

    /** A pointer to elements {@code lo} to {@code hi} of an operand, for native code. */
    public Pointer pointer(Operand o, int slice, long lo, long hi) {
        int width = o.dtype().bytes();
        return buffer(o.value()).pointer(start(o, slice, lo), (hi - lo) * width);
    }

    /** A pointer to the scratch memory of a slice of a task. */
    public Pointer scratch(Task task, int slice, long bytes) {
        return arena.pointer(scratch.offset(task, slice), bytes);
    }

    /** A pointer into the scratch memory of a slice of a task. */
    public Pointer scratch(Task task, int slice, long from, long bytes) {
        return arena.pointer(scratch.offset(task, slice) + from, bytes);
    }

    private long start(Operand o, int slice, long element) {
        Value v = o.value();
        long at = (o.offset() + element - v.start(slice)) * o.dtype().bytes();
        return switch (v.place()) {
            case ARENA, ARGUMENT -> v.offset(slice) + at;
            case VARIABLE, CONSTANT -> storage(v).offset() + at;
        };
    }

    private NativeBuffer buffer(Value v) {
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
