package org.kerata.zoo.datasets;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;

/**
 * Files of a data set that are not in the jar: looked for in the folders of this machine, else downloaded.
 *
 * @param title what messages call the set
 * @param folder the folder of its files
 * @param sources where the files can be had, by HTTPS: a folder, with a slash at its end, of gzipped files, or the address of the only file
 * @param files the files
 */
record RemoteFiles(String title, String folder, List<URI> sources, List<DataFile> files) {
    /** A gzip file is hardly ever longer than its content. */
    private static final int GZIP_EXCESS = 1 << 16;

    /** The content of a file, from where this machine has it or from the network. */
    byte[] content(DataFile file) {
        return content(file, DataFolders.here(), Download.toErrorStream());
    }

    /**
     * The content of a file, downloaded if it is missing.
     *
     * @throws KerataException if the file is damaged
     * @throws UncheckedIOException if it is missing and cannot be downloaded; the message says where to put it
     */
    byte[] content(DataFile file, DataFolders folders, Download download) {
        Path found = find(file, folders);
        return file.read(found != null ? found : fetch(file, folders, download));
    }

    private @Nullable Path find(DataFile file, DataFolders folders) {
        for (Path place : folders.of(folder)) {
            for (String name : file.names()) {
                if (Files.isRegularFile(place.resolve(name))) {
                    return place.resolve(name);
                }
            }
        }
        return null;
    }

    private static boolean isFolder(URI source) {
        return source.getPath().endsWith("/");
    }

    /** The name under which a file arrives. */
    private static String arrivingName(DataFile file, URI source) {
        return isFolder(source) || source.getPath().endsWith(".gz") ? file.packedName() : file.name();
    }

    private Path fetch(DataFile file, DataFolders folders, Download download) {
        Path cache = folders.cache().resolve(folder);
        List<Exception> failures = new ArrayList<>();
        for (URI source : sources) {
            URI from = isFolder(source) ? source.resolve(file.packedName()) : source;
            Path to = cache.resolve(arrivingName(file, source));
            try {
                download.fetch(from, to, file.bytes() + GZIP_EXCESS, file::read);
                return to;
            } catch (IOException | KerataException e) {
                failures.add(e);
            }
        }
        IOException cause = new IOException("No source gave " + wanted(file) + ".");
        failures.forEach(cause::addSuppressed);
        throw new UncheckedIOException(missing(folders, cache, failures), cause);
    }

    /** The name by which messages ask for a file. */
    private String wanted(DataFile file) {
        return sources.isEmpty() ? file.name() : arrivingName(file, sources.get(0));
    }

    private String missing(DataFolders folders, Path cache, List<Exception> failures) {
        List<String> names = files.stream()
                .filter(file -> find(file, folders) == null)
                .map(this::wanted)
                .toList();
        StringBuilder text = new StringBuilder(title).append(": no ").append(String.join(", no ", names));
        text.append(folders.of(folder).stream().map(Path::toString).collect(joining(" nor in ", " in ", ".")));
        text.append(" Downloading failed:");
        for (int i = 0; i < sources.size(); i++) {
            text.append(i == 0 ? " " : "; ")
                    .append(sources.get(i))
                    .append(" (")
                    .append(reason(failures.get(i)))
                    .append(')');
        }
        boolean packed = names.stream().allMatch(n -> n.endsWith(".gz"));
        text.append(". Put ")
                .append(names.size() == 1 ? "the file" : "these files")
                .append(" into ")
                .append(cache);
        text.append(packed ? ", packed as named or unpacked without \".gz\", or set " : ", or set ")
                .append(DataFolders.VARIABLE);
        return text.append(" to a folder that has ")
                .append(packed || names.size() > 1 ? "them" : "it")
                .append(" in ")
                .append(folder)
                .append("/.")
                .toString();
    }

    private static String reason(Exception e) {
        String name = e.getClass().getSimpleName();
        return e.getMessage() == null
                ? name
                : e instanceof KerataException ? e.getMessage() : name + ": " + e.getMessage();
    }
}
