package org.kerata.training.callbacks;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kerata.autodiff.ConfigException;
import org.kerata.training.Logs;
import org.slf4j.LoggerFactory;

/**
 * Sends the figures of each epoch to a server, as JSON in a field of a form or by itself: {@code {"epoch": 0, "loss": 0.5}}. If it cannot be
 * reached, or takes longer than ten seconds, that is logged and training goes on. Keras: {@code keras.callbacks.RemoteMonitor}.
 */
public final class RemoteMonitor extends Callback {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7e;

    private final String root;
    private String path = "/publish/epoch/end/";
    private String field = "data";
    private Map<String, String> headers = Map.of();
    private boolean sendAsJson;

    /** Sends to {@code http://localhost:9000}. */
    public RemoteMonitor() {
        this("http://localhost:9000");
    }

    /** Sends to the server at this address. */
    public RemoteMonitor(String root) {
        this.root = root;
        address();
    }

    /** The path that is added to the address; {@code "/publish/epoch/end/"} by default. */
    public RemoteMonitor path(String path) {
        this.path = path;
        address();
        return this;
    }

    /** The field of the form that holds the figures; {@code "data"} by default. */
    public RemoteMonitor field(String field) {
        this.field = field;
        return this;
    }

    /** Headers of each request; none by default. */
    public RemoteMonitor headers(Map<String, String> headers) {
        this.headers = new LinkedHashMap<>(headers);
        return this;
    }

    /** Whether the figures are sent as {@code application/json}, not as a form; false by default. */
    public RemoteMonitor sendAsJson(boolean sendAsJson) {
        this.sendAsJson = sendAsJson;
        return this;
    }

    private URI address() {
        try {
            URI uri = URI.create(root + path);
            HttpRequest.newBuilder(uri);
            return uri;
        } catch (IllegalArgumentException e) {
            ConfigException wrong = new ConfigException("RemoteMonitor: the address must be one such as"
                    + " \"http://localhost:9000\". Received: \"" + root + path + "\".");
            wrong.initCause(e);
            throw wrong;
        }
    }

    @Override
    public void onEpochEnd(int epoch, Logs logs) {
        String json = json(epoch, logs);
        String body = sendAsJson ? json : encoded(field) + "=" + encoded(json);
        HttpRequest.Builder request = HttpRequest.newBuilder(address())
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .setHeader("Content-Type", sendAsJson ? "application/json" : "application/x-www-form-urlencoded");
        headers.forEach(request::setHeader);
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(PATIENCE)
                .build();
        try {
            client.send(request.build(), HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            LoggerFactory.getLogger(RemoteMonitor.class)
                    .warn("Could not reach RemoteMonitor root server at {}", root, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** As Python's {@code json.dumps} writes it. */
    private static String json(int epoch, Logs logs) {
        StringBuilder b = new StringBuilder("{\"epoch\": ").append(epoch);
        logs.forEach((name, value) -> {
            String number = Double.isNaN(value)
                    ? "NaN"
                    : Double.isInfinite(value) ? (value > 0 ? "Infinity" : "-Infinity") : PythonNumber.of(value);
            b.append(", ").append(quoted(name)).append(": ").append(number);
        });
        return b.append('}').toString();
    }

    private static String quoted(String text) {
        StringBuilder b = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                b.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE || c > LAST_PRINTABLE) {
                b.append(String.format("\\u%04x", (int) c));
            } else {
                b.append(c);
            }
        }
        return b.append('"').toString();
    }
}
