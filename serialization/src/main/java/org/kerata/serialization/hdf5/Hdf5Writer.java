package org.kerata.serialization.hdf5;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;

/**
 * Writes an HDF5 file from front to back, without a copy of its weights. First the tree is declared through {@link #root()}; then
 * {@link #size()} and {@link #crc32()} are known, and the file can be written, as often as wanted, until something is added.
 *
 * <p>The file is what h5py writes by default, the earliest version of the format, which every HDF5 library reads: superblock 0, groups as
 * symbol tables, object headers of version 1, contiguous little-endian data. The same tree gives the same bytes.
 *
 * <pre>{@code
 * Hdf5Writer file = new Hdf5Writer();
 * file.root().attribute("keras_version", "3.15.1");
 * file.root().dataset("layers/dense/vars/0", kernel);
 * file.writeTo(channel);
 * }</pre>
 *
 * <p>Variables are read from their own memory each time: whoever writes sees to it that nothing trains meanwhile.
 */
public final class Hdf5Writer {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
    private static final int SUPERBLOCK = 96;
    private static final int END_OF_FILE = 40;
    private static final int PIECE = 1 << 18;
    private static final int WATCHED = 1 << 20;

    private final GroupDraft root = new GroupDraft("/");
    private LongConsumer watcher = bytes -> {};

    /** The file's beginning, which describes everything, and the datasets whose bytes follow, in order. */
    private record Plan(ByteBuffer head, List<DatasetDraft> data, long size) {}

    /** The file's top group, to which everything is added. */
    public GroupDraft root() {
        return root;
    }

    /** Has someone told how many bytes have been written, or gone into the checksum, since it was told before. */
    public void watch(LongConsumer watcher) {
        this.watcher = watcher;
    }

    /** How many bytes the file has. */
    public long size() {
        return plan().size;
    }

    /** The file's checksum as zip has it; reads all elements. */
    public long crc32() {
        CRC32 crc = new CRC32();
        try {
            write(plan(), crc::update);
        } catch (IOException e) {
            throw new AssertionError(e); // a checksum does no input or output
        }
        return crc.getValue();
    }

    /** Writes the whole file. */
    public void writeTo(WritableByteChannel channel) throws IOException {
        write(plan(), bytes -> {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    /** Writes the whole file; the stream is neither flushed nor closed. */
    public void writeTo(OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE];
        write(plan(), bytes -> {
            while (bytes.hasRemaining()) {
                int n = Math.min(piece.length, bytes.remaining());
                bytes.get(piece, 0, n);
                out.write(piece, 0, n);
            }
        });
    }

    private Plan plan() {
        Bytes file = new Bytes();
        file.put(SIGNATURE).u1(0, 0, 0, 0, 0, 8, 8, 0);
        file.u2(SymbolTableDraft.LEAF_K).u2(SymbolTableDraft.INTERNAL_K).u4(0);
        file.u8(0).u8(Bytes.UNDEFINED).u8(0).u8(Bytes.UNDEFINED).zeros(SUPERBLOCK - file.position());

        Map<NodeDraft, Long> headers = new IdentityHashMap<>();
        GlobalHeapDraft heap = new GlobalHeapDraft();
        List<DatasetDraft> data = new ArrayList<>();
        group(root, file, heap, headers, data);
        heap.write(file);
        file.align();

        Bytes entry = new Bytes();
        SymbolTableDraft.entry(entry, 0, root, headers);
        ByteBuffer e = entry.content();
        for (int at = 56; e.hasRemaining(); at += 8) {
            file.set8(at, e.getLong());
        }
        long size = file.position();
        for (DatasetDraft d : data) {
            file.set8(d.placeOfAddress(), size);
            size += d.bytes() + Bytes.padding(d.bytes());
        }
        file.set8(END_OF_FILE, size);
        return new Plan(file.content(), data, size);
    }

    /** Children come before their group, which names their addresses. */
    private static void group(
            GroupDraft group, Bytes file, GlobalHeapDraft heap, Map<NodeDraft, Long> headers, List<DatasetDraft> data) {
        for (NodeDraft child : group.sorted().values()) {
            if (child instanceof GroupDraft g) {
                group(g, file, heap, headers, data);
            } else if (child instanceof DatasetDraft d) {
                headers.put(d, d.header(file, heap));
                if (d.content() instanceof Content.Strings s) {
                    strings(d, s, file, heap);
                } else if (d.bytes() > 0) {
                    data.add(d);
                }
            }
        }
        SymbolTableDraft.write(file, group, headers);
        headers.put(group, group.header(file, heap));
    }

    private static void strings(DatasetDraft dataset, Content.Strings strings, Bytes file, GlobalHeapDraft heap) {
        if (strings.values().isEmpty()) {
            return;
        }
        file.align();
        file.set8(dataset.placeOfAddress(), file.position());
        for (byte[] s : strings.values()) {
            heap.reference(s, file, 0);
        }
    }

    private void write(Plan plan, Content.Sink sink) throws IOException {
        Gathered out = new Gathered(bytes -> {
            while (bytes.hasRemaining()) {
                ByteBuffer piece = bytes.slice(bytes.position(), Math.min(bytes.remaining(), WATCHED));
                bytes.position(bytes.position() + piece.remaining());
                int n = piece.remaining();
                sink.write(piece);
                watcher.accept(n);
            }
        });
        out.write(plan.head.duplicate());
        for (DatasetDraft d : plan.data) {
            Content.Sink checked = bytes -> {
                if (bytes.remaining() != d.bytes()) {
                    throw d.error("the source must give " + d.bytes() + " bytes for "
                            + NodeDraft.describe(d.type(), d.shape()) + ". Received: " + bytes.remaining()
                            + " bytes.");
                }
                out.write(bytes);
            };
            if (d.content() instanceof Content.Memory m) {
                m.write(checked);
            } else if (d.content() instanceof Content.Raw r) {
                r.write(checked);
            }
            out.write(ByteBuffer.allocate(Bytes.padding(d.bytes())));
        }
        out.flush();
    }
}
