package org.kerata.serialization.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.kerata.serialization.ModelFileException;

/**
 * An HDF5 file that is being read; it may be a stretch of another file. Every file is taken for one from a stranger: what it claims is held
 * against the bytes that are there before anything is allocated, no link is followed out of it or in circles, and whatever is wrong becomes
 * a {@link ModelFileException} that says where.
 *
 * <p>Reads what h5py and the HDF5 library write, in the earliest and the latest versions of the format: numbers, truth values and
 * strings; contiguous, compact and chunked datasets, packed by gzip or LZF, shuffled, with checksums. Does not read compounds, references,
 * virtual datasets, or resizable datasets of the latest format.
 *
 * <pre>{@code
 * try (Hdf5File file = Hdf5File.open(path)) {
 *     String version = file.root().attribute("keras_version").string();
 *     Tensor kernel = file.root().dataset("layers/dense/vars/0").tensor();
 * }
 * }</pre>
 *
 * <p>Safe for several threads. Nothing can be read once it is closed.
 */
public final class Hdf5File implements AutoCloseable {
    private final Source source;
    private final Map<Long, String> groups = new ConcurrentHashMap<>();
    private final Hdf5Group root;

    private Hdf5File(Source source) {
        this.source = source;
        try {
            this.root = source.guarded("/", () -> Hdf5Group.root(this, Superblock.root(source)));
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /**
     * Opens a file.
     *
     * @throws ModelFileException if it cannot be read or is no HDF5 file
     */
    public static Hdf5File open(Path path) {
        try {
            return new Hdf5File(channel(path, 0, Long.MAX_VALUE, path.toString()));
        } catch (IOException e) {
            throw unopened(path.toString(), e);
        }
    }

    /**
     * Opens a stretch of a file, such as a stored member of a zip.
     *
     * @param from the first byte
     * @param length how many bytes; what is beyond the file's end does not count
     * @param name what messages call it
     */
    public static Hdf5File open(Path path, long from, long length, String name) {
        try {
            return new Hdf5File(channel(path, from, length, name));
        } catch (IOException e) {
            throw unopened(name, e);
        }
    }

    /**
     * Opens a stretch of a file that is open already, and stays open when this is closed.
     *
     * @param from the first byte
     * @param length how many bytes, which must all be there
     * @param name what messages call it
     */
    public static Hdf5File of(FileChannel channel, long from, long length, String name) {
        return new Hdf5File(new ChannelSource(name, channel, from, length, false));
    }

    /**
     * Opens a file in memory: what remains in a buffer, which is not copied and must not change.
     *
     * @param name what messages call it
     */
    public static Hdf5File of(ByteBuffer bytes, String name) {
        return new Hdf5File(new BufferSource(name, bytes));
    }

    private static ModelFileException unopened(String name, IOException e) {
        String problem =
                e instanceof NoSuchFileException ? "there is no such file." : "it cannot be opened: " + e + ".";
        return ModelFileException.at(name, null, problem, e);
    }

    private static Source channel(Path path, long from, long length, String name) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            long size = Math.max(0, Math.min(length, channel.size() - from));
            return new ChannelSource(name, channel, from, size, true);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The top group. */
    public Hdf5Group root() {
        return root;
    }

    /** How many bytes the file has. */
    public long size() {
        return source.size();
    }

    /**
     * The file's checksum as zip has it. In a file that was opened by {@link #of(FileChannel, long, long, String)}, elements that have been
     * read are not read again for it.
     */
    public long crc32() {
        return source.checksum();
    }

    Source source() {
        return source;
    }

    /** Remembers that the group at an address is reached by a path; returns by which it was first. */
    String enter(long address, String path) {
        String before = groups.putIfAbsent(address, path);
        return before == null ? path : before;
    }

    @Override
    public void close() {
        source.close();
    }
}
