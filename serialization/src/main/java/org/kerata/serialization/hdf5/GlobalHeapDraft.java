package org.kerata.serialization.hdf5;

import java.util.ArrayList;
import java.util.List;

/**
 * The strings of variable length in a file that is being written: gathered into collections ({@code GCOL}), to which attributes and
 * datasets refer by address and number.
 */
final class GlobalHeapDraft {
    /** The smallest collection that HDF5 accepts. */
    private static final int SMALLEST = 4096;

    private static final int MOST_OBJECTS = 65_535;
    private static final int HEADER = 16;

    private final List<Bytes> collections = new ArrayList<>();
    private final List<Integer> placesOfAddresses = new ArrayList<>();
    private final List<Integer> collectionsWanted = new ArrayList<>();
    private int objects;

    /** Stores a string and appends the reference to it; its address follows once {@link #write} knows it. */
    void reference(byte[] string, Bytes to, int offset) {
        if (string.length == 0) {
            to.u4(0).u8(0).u4(0);
            return;
        }
        Bytes collection = collections.isEmpty() ? fresh() : collections.get(collections.size() - 1);
        int needed = HEADER + string.length;
        boolean full = collection.position() > HEADER && collection.position() + needed > SMALLEST;
        if (full || objects == MOST_OBJECTS) {
            collection = fresh();
        }
        objects++;
        to.u4(string.length);
        placesOfAddresses.add(offset + to.position());
        collectionsWanted.add(collections.size() - 1);
        to.u8(Bytes.UNDEFINED).u4(objects);
        collection.u2(objects).u2(0).u4(0).u8(string.length).put(string).align();
    }

    private Bytes fresh() {
        objects = 0;
        Bytes b = new Bytes().ascii("GCOL").u1(1, 0, 0, 0).u8(0);
        collections.add(b);
        return b;
    }

    /** Appends the collections to the file's bytes and sets all addresses in them. */
    void write(Bytes file) {
        long[] addresses = new long[collections.size()];
        for (int i = 0; i < addresses.length; i++) {
            Bytes c = collections.get(i);
            int free = SMALLEST - c.position();
            if (free >= HEADER) {
                c.u8(0).u8(free).zeros(free - HEADER);
            } else if (free > 0) {
                c.zeros(free);
            }
            c.set8(8, c.position());
            file.align();
            addresses[i] = file.position();
            file.put(c);
        }
        for (int i = 0; i < placesOfAddresses.size(); i++) {
            file.set8(placesOfAddresses.get(i), addresses[collectionsWanted.get(i)]);
        }
    }
}
