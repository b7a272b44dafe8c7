package org.kerata;

import java.io.PrintStream;
import java.nio.file.Path;
import org.kerata.autodiff.KerataException;
import org.kerata.serialization.ModelFile;

/** Prints what is in model files: {@code java -cp … org.kerata.Inspect FILE…}. */
public final class Inspect {
    private Inspect() {}

    /** Prints what {@link ModelFile#inspect} finds in each file; ends with 1 if one cannot be read, with 2 if none is named. */
    public static void main(String[] args) {
        int status = run(args, System.out, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    static int run(String[] args, PrintStream out, PrintStream errors) {
        if (args.length == 0) {
            errors.println("Inspect FILE…: each a .keras, .weights.h5, .weights.json, .h5 or .json.");
            return 2;
        }
        ModelClasses.register();
        int status = 0;
        for (int i = 0; i < args.length; i++) {
            try {
                ModelFile file = ModelFile.inspect(Path.of(args[i]));
                out.println((i == 0 ? "" : "\n\n") + args[i] + ": " + file);
            } catch (KerataException e) {
                errors.println(e.getMessage());
                status = 1;
            }
        }
        return status;
    }
}
