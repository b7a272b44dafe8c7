package org.kerata.zoo.examples;

import java.util.Locale;

/** What an example promises to reach. */
final class Goal {
    private Goal() {}

    /** Prints a share and what it had to be at least; ends the process with an error if it is less. */
    static void atLeast(double goal, double reached, String what) {
        String report =
                String.format(Locale.ROOT, "%s: %.2f %% (goal: at least %.1f %%)", what, 100 * reached, 100 * goal);
        if (reached >= goal) {
            System.out.println(report);
        } else {
            System.err.println(report + ": missed");
            System.exit(1);
        }
    }
}
