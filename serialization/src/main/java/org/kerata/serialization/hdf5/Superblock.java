package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;

/** The beginning of a file: where its top group is. */
final class Superblock {
    private static final long SIGNATURE = 0x0A1A0A0D46444889L;

    private Superblock() {}

    /** Sets the source's base and returns the address of the top group's header. */
    static long root(Source source) {
        long at = find(source);
        int version = source.meta(at + 8, 1, "its version").get();
        source.base(at);
        long root = switch (version) {
            case 0 -> old(source, 24);
            case 1 -> old(source, 28);
            case 2, 3 -> recent(source);
            default -> throw new Damage("it has superblock version " + version + "; versions 0 to 3 are known.");
        };
        return root;
    }

    /** Some files begin with bytes of the user's, whose number is 0 or a power of two from 512 on. */
    private static long find(Source source) {
        for (long at = 0; source.holds(at, 16); at = at == 0 ? 512 : 2 * at) {
            if (source.meta(at, 8, "its beginning").getLong() == SIGNATURE) {
                return at;
            }
        }
        throw new Damage(
                "it is no HDF5 file: it does not begin with the eight bytes that every HDF5 file begins with.");
    }

    private static long old(Source source, int fixed) {
        ByteBuffer b = source.meta(0, fixed + 4 * 8 + 40L, "its superblock");
        widths(b.get(13), b.get(14));
        addresses(source, b.getLong(fixed), b.getLong(fixed + 16));
        return b.getLong(fixed + 40);
    }

    private static long recent(Source source) {
        ByteBuffer b = source.meta(0, 48, "its superblock");
        widths(b.get(9), b.get(10));
        Checksum.check(b, "its superblock");
        addresses(source, b.getLong(12), b.getLong(28));
        return b.getLong(36);
    }

    private static void widths(int offsets, int lengths) {
        if (offsets != 8 || lengths != 8) {
            throw new Damage("its addresses have " + offsets + " bytes and its lengths " + lengths
                    + "; only files with 8 bytes for both are known, and Keras writes no others.");
        }
    }

    private static void addresses(Source source, long base, long end) {
        if (base != source.base() && base != 0) {
            throw new Damage("it says that it begins at byte " + base + ", and does at " + source.base() + ".");
        }
        // With a base of zero, addresses count from the file's first byte, whatever stands before the superblock.
        source.base(base);
        if (end < 0 || end > source.size()) {
            throw new Damage("it is cut off: it says that it has " + Long.toUnsignedString(end) + " bytes, and has "
                    + source.size() + ".");
        }
    }
}
