package org.kerata.serialization.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.kerata.autodiff.KerataException;
import org.kerata.serialization.ModelFileException;

/**
 * The bytes of an HDF5 file. Nothing outside of them can be asked for, and what describes the file (all but the data) can only be read
 * so often.
 */
abstract sealed class Source implements AutoCloseable permits ChannelSource, BufferSource {
    private static final long MOST = 1 << 25;
    private static final String MEND =
            " The file is damaged, or cut off, or made to mislead: get it again from where it came from.";

    private final String file;
    private long base;
    private final Allowance description;
    private final Set<Long> claimed = ConcurrentHashMap.newKeySet();

    Source(String file, long size) {
        this.file = file;
        this.description = Allowance.of(3, Math.min(size, MOST));
    }

    /** The name for messages. */
    final String file() {
        return file;
    }

    /** The number of bytes. */
    abstract long size();

    /** The checksum of all bytes. */
    abstract long crc32() throws IOException;

    /** Fills a buffer from bytes that are there. */
    abstract void fill(long at, ByteBuffer to) throws IOException;

    /** Some bytes as a buffer, perhaps shared. */
    abstract ByteBuffer view(long at, int length) throws IOException;

    /** Where the file's address 0 is. */
    final void base(long base) {
        this.base = base;
    }

    final long base() {
        return base;
    }

    /** Whether bytes from an address on are all in the file. */
    final boolean holds(long address, long length) {
        long size = size() - base;
        return address >= 0 && length >= 0 && address <= size && length <= size - address;
    }

    /**
     * Notes that a part belongs to the group that is being read. Groups are read once, so a part that is met again belongs to two of
     * them, or to itself.
     */
    final void claim(long address, String what) {
        if (!claimed.add(address)) {
            throw new Damage(what + " leads back to itself, or belongs to another group too.");
        }
    }

    /** Bytes that describe the file, little-endian. */
    final ByteBuffer meta(long address, long length, String what) {
        return meta(address, length, what, description);
    }

    /** As {@link #meta(long, long, String)}, at the expense of an allowance of its own. */
    final ByteBuffer meta(long address, long length, String what, Allowance allowance) {
        check(address, length, what);
        allowance.spend(Math.max(length, 16));
        return bytes(address, length, what);
    }

    /** Bytes of the file, little-endian, as many as fit into memory at once. */
    final ByteBuffer bytes(long address, long length, String what) {
        check(address, length, what);
        if (length > Integer.MAX_VALUE - 16) {
            throw new Damage(what + " would take " + length + " bytes, which is more than any Keras file has.");
        }
        try {
            return view(base + address, (int) length).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Fills a buffer from an address on. */
    final void read(long address, ByteBuffer to, String what) {
        check(address, to.remaining(), what);
        try {
            fill(base + address, to);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void check(long address, long length, String what) {
        if (!holds(address, length)) {
            throw new Damage(what + " should lie at bytes " + Long.toUnsignedString(address) + " to "
                    + Long.toUnsignedString(address + length) + ", but the file ends at " + (size() - base) + ".");
        }
    }

    /** The checksum of all bytes, with an error that names the file. */
    final long checksum() {
        try {
            return crc32();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private ModelFileException unreadable(IOException e) {
        return ModelFileException.at(file, null, "it cannot be read: " + e.getMessage() + ".", e);
    }

    /** Runs a part of reading: whatever damaged bytes make it stumble over becomes an error that names file and place. */
    final <T> T guarded(String place, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Damage e) {
            throw ModelFileException.at(file, place, e.getMessage() + MEND);
        } catch (KerataException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw ModelFileException.at(file, place, "what is here makes no sense (" + e + ")." + MEND, e);
        }
    }

    /** An error that is no damage: the file is sound, but not what was asked for. */
    final ModelFileException error(String place, String problem) {
        return ModelFileException.at(file, place, problem);
    }

    @Override
    public void close() {
        // a buffer has nothing to close
    }
}
