package org.kerata.serialization.hdf5;

/** What is wrong with the bytes at hand; becomes a {@code ModelFileException} where the file and the place in it are known. */
final class Damage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Damage(String problem) {
        super(problem);
    }
}
