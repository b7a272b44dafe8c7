package org.kerata.training.callbacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.training.Logs;

class RemoteMonitorTest {
    private final List<Request> requests = new ArrayList<>();
    private HttpServer server;
    private int status = 200;

    private record Request(String method, String path, String type, String header, String body) {}

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    exchange.getRequestHeaders().getFirst("X-Run"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String root() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static Logs logs() {
        Logs l = new Logs();
        l.put("loss", 0.1 + 0.2);
        l.put("val_loss", 1e-5);
        return l;
    }

    @Test
    void sendsAForm() {
        new RemoteMonitor(root()).onEpochEnd(3, logs());
        Request r = requests.get(0);
        assertEquals("POST", r.method);
        assertEquals("/publish/epoch/end/", r.path);
        assertEquals("application/x-www-form-urlencoded", r.type);
        assertEquals("data=", r.body.substring(0, 5));
        assertEquals(
                "{\"epoch\": 3, \"loss\": 0.30000000000000004, \"val_loss\": 1e-05}",
                URLDecoder.decode(r.body.substring(5), StandardCharsets.UTF_8));
    }

    @Test
    void sendsJson() {
        Logs l = new Logs();
        l.put("a \"b\" é", Double.NaN);
        l.put("c", Double.NEGATIVE_INFINITY);
        RemoteMonitor m =
                new RemoteMonitor(root()).path("/here").sendAsJson(true).headers(Map.of("X-Run", "seven"));
        m.onEpochEnd(0, l);
        m.onEpochEnd(1, logs());
        Request r = requests.get(0);
        assertEquals("/here", r.path);
        assertEquals("application/json", r.type);
        assertEquals("seven", r.header);
        assertEquals("{\"epoch\": 0, \"a \\\"b\\\" \\u00e9\": NaN, \"c\": -Infinity}", r.body);
        assertEquals(2, requests.size());
    }

    @Test
    void theFieldMayHaveAnotherName() {
        new RemoteMonitor(root()).field("my figures").onEpochEnd(0, new Logs());
        assertEquals("my+figures=%7B%22epoch%22%3A+0%7D", requests.get(0).body);
    }

    @Test
    void trainingGoesOnWhateverTheServerDoes() {
        status = 500;
        RemoteMonitor m = new RemoteMonitor(root());
        m.onEpochEnd(0, logs());
        assertEquals(1, requests.size());
        server.stop(0);
        m.onEpochEnd(1, logs());
        assertEquals(1, requests.size());
    }

    @Test
    void refusesWhatIsNoAddress() {
        assertEquals(
                "RemoteMonitor: the address must be one such as \"http://localhost:9000\"."
                        + " Received: \"localhost/publish/epoch/end/\".",
                assertThrows(ConfigException.class, () -> new RemoteMonitor("localhost"))
                        .getMessage());
        new RemoteMonitor();
    }
}
