package org.kerata.zoo.examples;

import java.util.Locale;

/** What an example promises to reach. */
final class Goal {
    private Goal() {}

    /** Prints a share and what it had to be at least; ends the process with an error if it is less. */
    static void atLeast(double goal, double reached, String what) {
        end(
                reached >= goal,
                String.format(Locale.ROOT, "%s: %.2f %% (goal: at least %.1f %%)", what, 100 * reached, 100 * goal));
    }

    /** Prints a figure and what it had to be at most, to so many decimals; ends the process with an error if it is more, or no number. */
    static void atMost(double goal, double reached, int decimals, String what) {
        String number = "%." + decimals + "f";
        end(
                reached <= goal,
                String.format(Locale.ROOT, "%s: " + number + " (goal: at most " + number + ")", what, reached, goal));
    }

    private static void end(boolean met, String report) {
        if (met) {
            System.out.println(report);
        } else {
            System.err.println(report + ": missed");
            System.exit(1);
        }
    }
}
