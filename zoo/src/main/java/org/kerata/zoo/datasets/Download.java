package org.kerata.zoo.datasets;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Brings a file over HTTP into a folder. What arrives is checked under another name and moved into place in one step, so the file is either
 * there and sound, or not there.
 */
final class Download {
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final boolean terminal;

    /**
     * A downloader.
     *
     * @param out where it says what it does
     * @param terminal whether a bar can be drawn there; else there is one line per file
     */
    Download(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** A downloader that writes to the error stream. */
    static Download toErrorStream() {
        return new Download(System.err, onTerminal());
    }

    /** Whether the program talks to a person: since JDK 22 a console may be there without a terminal, and says so by a method of its own. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean onTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /**
     * Fetches a file.
     *
     * @param from its address
     * @param to where it goes; an existing file there is replaced
     * @param limit the most bytes it may have
     * @param check throws if the file that arrived is not the right one
     * @throws IOException if it cannot be fetched or written
     * @throws CancellationException if the thread is interrupted
     */
    void fetch(URI from, Path to, long limit, Consumer<Path> check) throws IOException {
        Path folder = to.toAbsolutePath().getParent();
        String name = to.getFileName().toString();
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, name + ".", ".part");
        try {
            receive(from, part, limit, name);
            check.accept(part);
            try {
                Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void receive(URI from, Path part, long limit, String name) throws IOException {
        URLConnection connection = from.toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) SILENCE.toMillis());
        connection.setUseCaches(false);
        if (connection instanceof HttpURLConnection http && http.getResponseCode() != HttpURLConnection.HTTP_OK) {
            http.disconnect();
            throw new IOException("HTTP status " + http.getResponseCode());
        }
        long length = connection.getContentLengthLong();
        if (length > limit) {
            throw new IOException(tooLong(limit));
        }
        try (InputStream in = connection.getInputStream();
                OutputStream file = Files.newOutputStream(part);
                ProgressBar bar = terminal ? bar(name, length) : null) {
            if (!terminal) {
                out.println("Downloading " + name + " from " + from.getHost());
            }
            byte[] chunk = new byte[1 << 16];
            long received = 0;
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("The download of " + from + " was interrupted.");
                }
                received += n;
                if (received > limit) {
                    throw new IOException(tooLong(limit));
                }
                file.write(chunk, 0, n);
                if (bar != null) {
                    bar.stepBy(n);
                }
            }
        }
    }

    private static String tooLong(long limit) {
        return "more than the " + limit + " bytes that the file can have";
    }

    private ProgressBar bar(String name, long length) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(length)
                .setUnit(" MB", 1_000_000)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(100)
                .setConsumer(new DelegatingProgressBarConsumer(line -> out.print('\r' + line), WIDTH))
                .build();
    }
}
