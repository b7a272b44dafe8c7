package org.kerata.training.callbacks;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import org.jspecify.annotations.Nullable;
import org.kerata.training.Logs;

/**
 * Shows progress on the standard output: with {@code verbose} 1 a live bar for each epoch, with 2 a line when it has ended. Keras: {@code
 * keras.callbacks.ProgbarLogger}.
 *
 * <p>On a terminal (TERM is set, and not to "dumb") the bar is redrawn in place some twenty times a second; elsewhere each epoch is one line.
 */
public final class ProgbarLogger extends Callback {
    private static final int INTERVAL_MILLIS = 50;

    private final PrintStream out;
    private final boolean live;
    private final LongSupplier clock;
    private boolean fitting;
    private @Nullable ProgressLine line;
    private @Nullable ProgressBar bar;
    private volatile long step;
    private volatile Logs logs = new Logs();

    /** On the standard output. */
    public ProgbarLogger() {
        this(System.out, isTerminal(), System::nanoTime);
    }

    ProgbarLogger(PrintStream out, boolean live, LongSupplier clock) {
        this.out = out;
        this.live = live;
        this.clock = clock;
    }

    private static boolean isTerminal() {
        String term = System.getenv("TERM");
        return (term != null && !term.isEmpty() && !term.equals("dumb")) || System.getenv("WT_SESSION") != null;
    }

    @Override
    public void onTrainBegin(Logs logs) {
        fitting = true;
    }

    @Override
    public void onEpochBegin(int epoch, Logs logs) {
        if (params().verbose() > 0 && params().epochs() > 1) {
            out.println("Epoch " + (epoch + 1) + "/" + params().epochs());
        }
        begin();
    }

    @Override
    public void onTrainBatchEnd(long batch, Logs logs) {
        stepped(batch, logs);
    }

    @Override
    public void onEpochEnd(int epoch, Logs logs) {
        end(logs);
    }

    @Override
    public void onTrainEnd(Logs logs) {
        fitting = false;
    }

    @Override
    public void onTestBegin(Logs logs) {
        if (!fitting) {
            begin();
        }
    }

    @Override
    public void onTestBatchEnd(long batch, Logs logs) {
        if (!fitting) {
            stepped(batch, logs);
        }
    }

    @Override
    public void onTestEnd(Logs logs) {
        if (!fitting) {
            end(logs);
        }
    }

    @Override
    public void onPredictBegin(Logs logs) {
        begin();
    }

    @Override
    public void onPredictBatchEnd(long batch, Logs logs) {
        stepped(batch, new Logs());
    }

    @Override
    public void onPredictEnd(Logs logs) {
        end(new Logs());
    }

    private void begin() {
        close();
        step = 0;
        logs = new Logs();
        ProgressLine l = new ProgressLine(params().steps(), live, clock.getAsLong());
        line = l;
        if (params().verbose() == 1 && live) {
            bar = new ProgressBarBuilder()
                    .setInitialMax(Math.max(params().steps(), 0))
                    .setUpdateIntervalMillis(INTERVAL_MILLIS)
                    .setRenderer((state, width) -> l.bar(step, logs, false, clock.getAsLong()))
                    .setConsumer(new Line(out))
                    .build();
        }
    }

    private void stepped(long batch, Logs now) {
        ProgressLine l = line;
        if (l != null) {
            step = batch + 1;
            logs = now;
            l.stepped(batch + 1, clock.getAsLong());
            if (bar != null) {
                bar.stepTo(batch + 1);
            }
        }
    }

    private void end(Logs last) {
        close();
        ProgressLine l = line;
        if (l == null) {
            return;
        }
        line = null;
        long steps = step;
        if (params().verbose() == 1) {
            out.print(
                    (live ? "\r" : "") + l.bar(steps, last, true, clock.getAsLong()) + (live ? "\u001b[K" : "") + "\n");
        } else if (params().verbose() == 2) {
            out.print(l.summary(steps, last, clock.getAsLong()) + "\n");
        }
        out.flush();
    }

    /** Stops drawing, if something went wrong before the end. */
    public void close() {
        ProgressBar b = bar;
        if (b != null) {
            bar = null;
            b.close();
        }
    }

    /** Writes each state of the bar over the one before. */
    private static final class Line implements ProgressBarConsumer {
        private final PrintStream out;

        Line(PrintStream out) {
            this.out = out;
        }

        @Override
        public int getMaxRenderedLength() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void accept(String rendered) {
            out.print("\r" + rendered + "\u001b[K");
            out.flush();
        }

        @Override
        public void close() {}
    }
}
