package org.kerata.serialization.hdf5;

/** A dataset that is going to be written: type, shape, and where its bytes come from when their turn is there. */
public final class DatasetDraft extends NodeDraft {
    private final Hdf5Type type;
    private final long[] shape;
    private final Content content;
    private int placeOfAddress;

    DatasetDraft(String path, Hdf5Type type, long[] shape, Content content) {
        super(path);
        this.type = type;
        this.shape = shape;
        this.content = content;
        bytes();
    }

    /** How the elements are stored. */
    public Hdf5Type type() {
        return type;
    }

    /** The lengths of the axes; none for a single element. */
    public long[] shape() {
        return shape.clone();
    }

    /** The bytes of all elements in the file, strings of variable length not counted. */
    public long bytes() {
        return bytes(type, shape);
    }

    Content content() {
        return content;
    }

    @Override
    int own(Bytes file) {
        placeOfAddress = dataset(file, type, shape, bytes());
        return 4;
    }

    /** Where in the file the address of the data is to be set, once the header is written. */
    int placeOfAddress() {
        return placeOfAddress;
    }
}
