package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.Model;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.layers.core.Lambda;
import org.kerata.serialization.Load;

/** Models whose {@code Lambda} layers hold Python code: refused, or loaded with functions in Java. */
class LambdaFilesTest {
    private static Path file(String name) {
        return ModelCase.all("lambdas")
                .filter(p -> p.getFileName().toString().equals(name + ".keras"))
                .findFirst()
                .orElseThrow();
    }

    private static void assertRefused(String name, String... layers) {
        ConfigException e = assertThrows(ConfigException.class, () -> Model.load(file(name)));
        assertEquals(
                "The model has Lambda layers, whose functions are Python code, which Java cannot run:\n  \""
                        + String.join("\"\n  \"", layers)
                        + "\"\nGive each its function in Java: new Load().lambda(\""
                        + layers[0] + "\", x -> …).",
                e.getMessage());
    }

    @Test
    void codeIsRefusedAllAtOnce() {
        assertRefused("chain", "doubled", "halved");
        assertRefused("graph", "difference", "inner/shaped", "shaped");
        assertRefused("steps", "less");
    }

    @Test
    void aChainTakesFunctions() {
        Model m = Model.load(
                file("chain"),
                new Load().lambda("doubled", x -> x.times(2).plus(1)).lambda("halved", x -> x.times(0.5)));
        ModelCase.of(file("chain")).check(m);
    }

    @Test
    void aFunctionMayTakeSeveralTensorsAndModelsWithinAreNamed() {
        Load how = new Load()
                .lambdaOf("difference", (xs, call) -> List.of(xs.get(0).minus(xs.get(1))))
                .lambda("inner/shaped", Ops::absolute)
                .lambda("shaped", Ops::square);
        ModelCase.of(file("graph")).check(Model.load(file("graph"), how));
    }

    @Test
    void aWrapperMayHoldOne() throws IOException {
        Load how = new Load().lambda("less", x -> x.minus(1));
        ModelCase.of(file("steps")).check(Model.load(file("steps"), how));
        try (InputStream in = Files.newInputStream(file("steps"))) {
            ModelCase.of(file("steps")).check(Model.load(in, how));
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        ConfigException e = assertThrows(
                ConfigException.class, () -> Model.load(file("chain"), new Load().lambda("doubled", x -> x.times(2))));
        assertTrue(e.getMessage().contains("cannot run:\n  \"halved\"\nGive"), e.getMessage());
    }

    @Test
    void namesThatAreNotThereAreErrors() {
        ConfigException e = assertThrows(
                ConfigException.class, () -> Model.load(file("chain"), new Load().lambda("trebled", x -> x.times(3))));
        assertEquals(
                "Load: the model has no Lambda layer \"trebled\". Its Lambda layers: \"doubled\", \"halved\".",
                e.getMessage());
    }

    @Test
    void aModelWithRegisteredFunctionsIsSavedAgain(@org.junit.jupiter.api.io.TempDir Path folder) {
        Lambda.Body doubled = Lambda.body(x -> x.times(2).plus(1));
        Lambda.Body halved = Lambda.body(x -> x.times(0.5));
        Load how = new Load().lambdaOf("doubled", doubled).lambdaOf("halved", halved);
        Model m = Model.load(file("chain"), how);
        ConfigException e = assertThrows(ConfigException.class, () -> m.save(folder.resolve("no.keras")));
        assertTrue(e.getMessage().contains("Lambda.FUNCTIONS.register"), e.getMessage());
        try (var one = Lambda.FUNCTIONS.scope()) {
            one.register("test>doubled", () -> doubled).register("test>halved", () -> halved);
            Path saved = folder.resolve("saved.keras");
            m.save(saved);
            ModelCase.of(file("chain")).check(Model.load(saved));
        }
    }

    @Test
    void aConfigAloneTakesFunctionsToo() throws IOException {
        String config = text(file("steps"));
        assertThrows(ConfigException.class, () -> Model.fromJson(config));
        assertTrue(Model.fromJson(config, new Load().lambda("less", x -> x.minus(1)))
                .isBuilt());
    }

    private static String text(Path file) throws IOException {
        try (java.util.zip.ZipFile z = new java.util.zip.ZipFile(file.toFile());
                InputStream in = z.getInputStream(z.getEntry("config.json"))) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
