package org.kerata.serialization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.kerata.autodiff.KerataException;
import org.kerata.serialization.ZipDirectory.Member;
import org.kerata.serialization.hdf5.Hdf5File;

/**
 * The members of a zip file from a stranger. A stored member is read where it lies; a compressed one is unpacked within bounds, a large one
 * of those into a file. Checksums that differ are errors.
 *
 * <p>Read here and not by {@code java.util.zip}, which does not tell where a stored member lies, so that it would be copied.
 */
final class ZipIndex implements AutoCloseable {
    private static final int SMALL = 1 << 20;

    /** Packed members longer than this are unpacked into a file. */
    private static final long IN_MEMORY = 16L << 20;

    private static final int PIECE = 1 << 18;

    private final String file;
    private final FileChannel channel;
    private final ZipDirectory directory;
    private final List<FileChannel> unpacked = new ArrayList<>();

    /** Reads the directory of a zip file. */
    ZipIndex(String file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        try {
            this.directory = new ZipDirectory(file, channel);
        } catch (IOException e) {
            throw ModelFileException.at(file, null, "it cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** Whether there is a member of this name. */
    boolean has(String name) {
        return directory.members().containsKey(name);
    }

    /** The names of all members. */
    List<String> names() {
        return List.copyOf(directory.members().keySet());
    }

    private Member member(String name) {
        Member m = directory.members().get(name);
        if (m == null) {
            throw ModelFileException.at(
                    file,
                    null,
                    "it has no member \"" + name + "\". Found: " + names()
                            + ". A .keras file has config.json and model.weights.h5.");
        }
        return m;
    }

    /** The text of a member. */
    String text(String name, int most) {
        Member m = member(name);
        if (m.size() > most) {
            throw ModelFileException.at(file, name, "it has " + m.size() + " bytes; at most " + most + " are read.");
        }
        return StandardCharsets.UTF_8.decode(content(name)).toString();
    }

    /** The bytes of a member, of a stored one where they lie in the file; its checksum is right. */
    ByteBuffer content(String name) {
        Member m = member(name);
        if (m.size() > Integer.MAX_VALUE) {
            throw ModelFileException.at(file, name, "the member has " + m.size() + " bytes; up to 2 GiB can be read.");
        }
        try {
            long start = directory.start(m);
            ByteBuffer packed = m.packed() <= SMALL
                    ? directory.bytes(start, m.packed(), "The member " + name)
                    : channel.map(FileChannel.MapMode.READ_ONLY, start, m.packed());
            ByteBuffer out = m.isStored() ? packed : inflate(m, packed);
            CRC32 crc = new CRC32();
            crc.update(out.duplicate());
            requireChecksum(m, crc.getValue());
            return out.order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw ModelFileException.at(file, name, "it cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /**
     * A member that is an HDF5 file, of any length. It can be read, by {@link #reading}, until this is closed.
     */
    Hdf5File hdf5(String name, Meter meter) {
        Member m = member(name);
        String label = file + " (" + name + ")";
        try {
            if (m.isStored()) {
                return Hdf5File.of(channel, directory.start(m), m.size(), label);
            }
            if (m.size() <= IN_MEMORY) {
                return Hdf5File.of(content(name), label);
            }
            return Hdf5File.of(unpack(m, directory.start(m), meter), 0, m.size(), label);
        } catch (IOException e) {
            throw ModelFileException.at(file, name, "it cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Reads a member that {@link #hdf5} gave. Whether its checksum is right is known when all has been read, so the work asks for that
     * then. If it fails before, a wrong checksum is the reason that counts.
     *
     * @param work is given what throws if the checksum is wrong
     */
    <T> T reading(String name, Hdf5File member, Function<Runnable, T> work) {
        Member m = member(name);
        Runnable checksum = () -> {
            if (m.isStored()) {
                requireChecksum(m, member.crc32());
            }
        };
        try {
            return work.apply(checksum);
        } catch (KerataException e) {
            checksum.run();
            throw e;
        }
    }

    /** Fills a buffer, or as far as there are bytes. */
    private void read(ByteBuffer piece, long at, long left, String name) throws IOException {
        piece.clear().limit((int) Math.min(piece.capacity(), left));
        while (piece.hasRemaining()) {
            if (channel.read(piece, at + piece.position()) < 0) {
                throw directory.broken(name, "the member ends early.");
            }
        }
        piece.flip();
    }

    private void requireChecksum(Member m, long crc) {
        if (crc != m.crc()) {
            throw directory.broken(m.name(), "the member's checksum is wrong.");
        }
    }

    /** Unpacks a member into a file that is gone when it is closed. */
    private FileChannel unpack(Member m, long start, Meter meter) throws IOException {
        FileChannel to = FileChannel.open(
                Files.createTempFile("kerata", ".unpacked"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        unpacked.add(to);
        meter.expect(m.size());
        Inflater inflater = new Inflater(true);
        try {
            CRC32 crc = new CRC32();
            ByteBuffer packed = ByteBuffer.allocateDirect(PIECE);
            ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
            long in = 0;
            long out = 0;
            while (!inflater.finished()) {
                if (inflater.needsInput() && in < m.packed()) {
                    read(packed, start + in, m.packed() - in, m.name());
                    in += packed.limit();
                    inflater.setInput(packed);
                }
                int n = inflater.inflate(piece.clear());
                out += n;
                if (out > m.size() || (n == 0 && !inflater.finished() && in == m.packed())) {
                    throw otherLength(m);
                }
                crc.update(piece.flip());
                meter.add(piece.limit());
                for (piece.rewind(); piece.hasRemaining(); ) {
                    to.write(piece);
                }
            }
            if (out != m.size()) {
                throw otherLength(m);
            }
            requireChecksum(m, crc.getValue());
            return to;
        } catch (DataFormatException e) {
            throw directory.broken(m.name(), "the member cannot be unpacked.");
        } finally {
            inflater.end();
        }
    }

    private ModelFileException otherLength(Member m) {
        return directory.broken(
                m.name(), "the member unpacks to another length than the " + m.size() + " bytes it should have.");
    }

    @Override
    public void close() throws IOException {
        for (FileChannel c : unpacked) {
            c.close();
        }
    }

    private ByteBuffer inflate(Member m, ByteBuffer packed) {
        Inflater inflater = new Inflater(true);
        try {
            ByteBuffer out = ByteBuffer.allocate((int) m.size());
            inflater.setInput(packed);
            while (out.hasRemaining() && inflater.inflate(out) > 0) {
                // goes on until the declared length is there
            }
            if (out.hasRemaining() || (!inflater.finished() && inflater.inflate(new byte[1]) > 0)) {
                throw otherLength(m);
            }
            return out.flip();
        } catch (DataFormatException e) {
            throw directory.broken(m.name(), "the member cannot be unpacked.");
        } finally {
            inflater.end();
        }
    }
}
