package org.kerata.zoo.datasets;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.kerata.autodiff.Tensor;

/** Rows of numbers from the jar; the last column is the class. */
final class CsvTable {
    private final List<float[]> rows;

    private CsvTable(List<float[]> rows) {
        this.rows = rows;
    }

    /** The table in a gzipped resource of this package. */
    static CsvTable ofResource(String name) {
        try (InputStream in = CsvTable.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("The jar has no " + name + ".");
            }
            InputStreamReader text = new InputStreamReader(new GZIPInputStream(in), StandardCharsets.US_ASCII);
            List<float[]> rows = new ArrayList<>();
            BufferedReader lines = new BufferedReader(text);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",", -1);
                float[] row = new float[cells.length];
                for (int i = 0; i < row.length; i++) {
                    row[i] = Float.parseFloat(cells[i]);
                }
                rows.add(row);
            }
            return new CsvTable(rows);
        } catch (IOException e) {
            throw new UncheckedIOException("The data set " + name + " could not be read from the jar.", e);
        }
    }

    /**
     * Shuffles the rows, the same way everywhere and always, and keeps the last {@code test} of them for the test part.
     *
     * <p>The files are in the order of collection: a tail or every n-th row would not be a fair sample.
     *
     * @param sampleShape the shape of one sample; its size is the number of columns before the class
     */
    TrainTest split(int test, long... sampleShape) {
        List<float[]> shuffled = new ArrayList<>(rows);
        Random random = new Random(1797);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            float[] row = shuffled.get(i);
            shuffled.set(i, shuffled.get(j));
            shuffled.set(j, row);
        }
        int train = shuffled.size() - test;
        List<float[]> first = shuffled.subList(0, train);
        List<float[]> last = shuffled.subList(train, shuffled.size());
        return new TrainTest(samples(first, sampleShape), classes(first), samples(last, sampleShape), classes(last));
    }

    private static Tensor samples(List<float[]> rows, long... sampleShape) {
        int width = rows.get(0).length - 1;
        float[] flat = new float[rows.size() * width];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, flat, i * width, width);
        }
        long[] shape = new long[sampleShape.length + 1];
        shape[0] = rows.size();
        System.arraycopy(sampleShape, 0, shape, 1, sampleShape.length);
        return Tensor.of(flat, shape);
    }

    private static Tensor classes(List<float[]> rows) {
        return Tensor.of(
                rows.stream().mapToInt(row -> (int) row[row.length - 1]).toArray());
    }
}
