package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Elements;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.serialization.ModelFileException;
import org.kerata.serialization.hdf5.Hdf5Type.Kind;

/**
 * A dataset of a file that is being read: an array of numbers or strings. What it claims to be has been held against the bytes that the
 * file has before anything is allocated for it.
 */
public final class Hdf5Dataset extends Hdf5Node {
    private static final int PIECE = 1 << 19;

    private final Hdf5Type type;
    private final Space space;
    private final Layout layout;
    private final Filters filters;
    private @Nullable List<ChunkIndex.Chunk> chunks;

    Hdf5Dataset(Source source, String path, String name, ObjectHeader header) {
        super(source, path, name, header);
        Hdf5Type stored = TypeReader.read(needed(header, ObjectHeader.DATATYPE, "an element type"));
        this.space = Space.read(needed(header, ObjectHeader.DATASPACE, "a shape"));
        this.layout =
                Layout.read(needed(header, ObjectHeader.LAYOUT, "a layout"), space.shape().length, stored.bytes());
        @Nullable ByteBuffer f = header.one(ObjectHeader.FILTERS);
        this.filters = f == null ? Filters.none() : Filters.read(f);
        if (header.has(ObjectHeader.EXTERNAL_FILES)) {
            throw new Damage("its elements are in other files; Kerata opens no other files than the one that it was"
                    + " given. Copy the elements into this file.");
        }
        this.type = isBfloat16(stored) ? Hdf5Type.BFLOAT16 : stored;
        check();
    }

    private static ByteBuffer needed(ObjectHeader header, int message, String what) {
        @Nullable ByteBuffer b = header.one(message);
        if (b == null) {
            throw new Damage("this dataset has no " + what.substring(what.indexOf(' ') + 1) + ".");
        }
        return b;
    }

    /** What Keras does with {@code bfloat16}, for which HDF5 has no type. */
    private boolean isBfloat16(Hdf5Type stored) {
        if (stored.kind() != Kind.OPAQUE || stored.bytes() != 2 || !hasAttribute("dtype")) {
            return false;
        }
        Hdf5Attribute a = attribute("dtype");
        return a.type().isString() && a.strings().equals(List.of("bfloat16"));
    }

    /** Refuses what cannot be: more bytes than the file can hold. */
    private void check() {
        long claimed = bytes();
        long there = source().size();
        if (layout instanceof Layout.Compact c) {
            if (c.bytes().limit() < claimed) {
                throw claim(claimed, c.bytes().limit());
            }
        } else if (layout instanceof Layout.Contiguous c) {
            if (!filters.isEmpty()) {
                throw new Damage("it has filters without having chunks.");
            }
            // Elements that were never written are the fill value; nobody keeps weights so.
            boolean unwritten = c.address() == Bytes.UNDEFINED;
            if (unwritten ? claimed > Math.max(1 << 20, there) : c.bytes() < claimed) {
                throw claim(claimed, unwritten ? 0 : c.bytes());
            }
            if (!unwritten && claimed > 0 && !source().holds(c.address(), claimed)) {
                throw claim(claimed, there);
            }
        } else if (claimed > filters.most(there) + (1 << 20)) {
            throw claim(claimed, there);
        }
    }

    private Damage claim(long claimed, long there) {
        return new Damage(
                "it claims to be " + this + ", which takes " + claimed + " bytes; there are " + there + " for it.");
    }

    /** How the elements are stored. */
    public Hdf5Type type() {
        return type;
    }

    /** The lengths of the axes; none for a single element. */
    public long[] shape() {
        return space.shape().clone();
    }

    /** The number of elements. */
    public long size() {
        return space.size();
    }

    /** The bytes of all elements, when unpacked. */
    public long bytes() {
        return space.bytes(type.bytes());
    }

    /** The numbers as a tensor of the type that holds them without loss. */
    public Tensor tensor() {
        return tensor(Conversion.natural(type));
    }

    /**
     * The numbers as a tensor. Reals become integers by cutting off towards zero.
     *
     * @throws ModelFileException if these are no numbers, or one does not fit into the type
     */
    public Tensor tensor(DType dtype) {
        numeric();
        foreseen();
        return Elements.written(dtype, Shape.of(space.shape()), to -> read(dtype, to));
    }

    /** Writes the numbers, as another type if need be, into bytes in native order, of which as many must remain as they take. */
    public void read(DType dtype, ByteBuffer to) {
        read(dtype, to, (values, first) -> {});
    }

    /** As {@link #read(DType, ByteBuffer)}, and shows the numbers to a watcher as they come. */
    public void read(DType dtype, ByteBuffer to, Watcher watcher) {
        numeric();
        if (to.remaining() != size() * dtype.bytes()) {
            throw source().error(
                            path(),
                            "a buffer of " + to.remaining() + " bytes was given for " + size() + " numbers of " + dtype
                                    + ".");
        }
        pieces(dtype, to, watcher);
    }

    /**
     * Reads the numbers as {@link #read} does and keeps none of them: whatever is wrong with them shows. Takes little memory, but for packed
     * datasets, which are unpacked as a whole.
     */
    public void scan(DType dtype, Watcher watcher) {
        numeric();
        pieces(dtype, null, watcher);
    }

    /** Is shown the numbers of a dataset while they are read, a piece after the other. */
    public interface Watcher {
        /**
         * Looks at some numbers.
         *
         * @param values in native byte order; not to be kept or changed
         * @param first the place of the first of them in the dataset
         */
        void seen(ByteBuffer values, long first);
    }

    private void pieces(DType dtype, @Nullable ByteBuffer to, Watcher watcher) {
        Conversion conversion = new Conversion(type, dtype);
        if (!(layout instanceof Layout.Contiguous c) || c.address() == Bytes.UNDEFINED) {
            foreseen();
            ByteBuffer all = to != null ? to : direct(size() * dtype.bytes());
            int from = all.position();
            source().guarded(path(), () -> {
                if (conversion.isNone()) {
                    raw(all);
                } else {
                    conversion.run(bytesAsStored(), all);
                }
                return all;
            });
            watcher.seen(all.slice(from, all.position() - from).order(ByteOrder.nativeOrder()), 0);
            return;
        }
        int each = dtype.bytes();
        long most = Math.max(1, Math.min(size(), PIECE / Math.max(each, type.bytes())));
        ByteBuffer packed = conversion.isNone() ? null : direct(most * type.bytes());
        ByteBuffer passing = to == null ? direct(most * each) : null;
        for (long at = 0; at < size(); at += most) {
            int n = (int) Math.min(most, size() - at);
            ByteBuffer part = passing != null
                    ? passing.clear().limit(n * each)
                    : Objects.requireNonNull(to).slice(to.position(), n * each).order(ByteOrder.nativeOrder());
            long address = c.address() + at * type.bytes();
            source().guarded(path(), () -> {
                if (packed == null) {
                    source().read(address, part, "its elements");
                } else {
                    source().read(address, packed.clear().limit(n * type.bytes()), "its elements");
                    conversion.run(packed.flip(), part);
                }
                return part;
            });
            if (to != null) {
                to.position(to.position() + n * each);
            }
            watcher.seen(part.flip(), at);
        }
    }

    private ByteBuffer direct(long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            throw source().error(path(), "it takes " + bytes + " bytes; at most 2 GiB can be read at once.");
        }
        return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
    }

    /** The string, if it is one. */
    public String string() {
        List<String> all = strings();
        if (all.size() != 1) {
            throw source().error(path(), "expected one string. Received: " + this + ".");
        }
        return all.get(0);
    }

    /** All strings, in row-major order. */
    public List<String> strings() {
        if (!type.isString()) {
            throw source().error(path(), "expected strings. Received: " + this + ".");
        }
        return source().guarded(path(), () -> Hdf5Attribute.strings(source(), type, bytesAsStored()));
    }

    /** The bytes of all elements as the file has them, unpacked, in row-major order. */
    public ByteBuffer stored() {
        return source().guarded(path(), this::bytesAsStored);
    }

    private void numeric() {
        if (!type.isNumeric()) {
            throw source().error(path(), "expected numbers. Received: " + this + ".");
        }
    }

    /** Finds the chunks, and so whether there can be as many bytes as claimed, before memory is taken for them. */
    private void foreseen() {
        if (layout instanceof Layout.Chunked c && bytes() > 0) {
            source().guarded(path(), () -> chunks(c));
        }
    }

    private ByteBuffer bytesAsStored() {
        foreseen();
        ByteBuffer b = ByteBuffer.allocate(Math.toIntExact(bytes()));
        raw(b);
        return b.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    private void raw(ByteBuffer to) {
        if (to.remaining() != bytes()) {
            throw new Damage("a buffer of " + to.remaining() + " bytes was given for " + bytes() + ".");
        }
        if (bytes() == 0) {
            return;
        }
        if (layout instanceof Layout.Compact c) {
            to.put(c.bytes().slice(0, (int) bytes()));
        } else if (layout instanceof Layout.Contiguous c && c.address() != Bytes.UNDEFINED) {
            source().read(c.address(), to, "its elements");
        } else {
            fill(to.duplicate());
            if (layout instanceof Layout.Chunked c) {
                Chunks.read(source(), space.shape(), type.bytes(), c, filters, chunks(c), to);
            }
            to.position(to.limit());
        }
    }

    private synchronized List<ChunkIndex.Chunk> chunks(Layout.Chunked layout) {
        List<ChunkIndex.Chunk> known = chunks;
        if (known == null) {
            known = Chunks.find(source(), space.shape(), type.bytes(), layout, filters, bytes());
            chunks = known;
        }
        return known;
    }

    /** What elements are that were never written: zero, or what the file says. */
    private void fill(ByteBuffer to) {
        @Nullable ByteBuffer m = header().one(ObjectHeader.FILL);
        if (m == null) {
            return;
        }
        int version = m.get(0);
        boolean defined = version == 3 ? (m.get(1) & 0x20) != 0 : version == 1 || m.get(3) != 0;
        int at = version == 3 ? 2 : 4;
        int length = defined ? m.getInt(at) : 0;
        if (length != type.bytes() || type.kind() == Kind.STRING) {
            return;
        }
        byte[] value = new byte[length];
        m.get(at + 4, value);
        while (to.hasRemaining()) {
            to.put(value);
        }
    }

    @Override
    public String toString() {
        return NodeDraft.describe(type, space.shape());
    }
}
