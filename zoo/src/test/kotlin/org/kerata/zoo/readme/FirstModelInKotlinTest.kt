package org.kerata.zoo.readme

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.kerata.Kerata

class FirstModelInKotlinTest {
    @Test
    fun `reads digits`() {
        val stdout = System.out
        val printed = ByteArrayOutputStream()
        Kerata.setRandomSeed(1)
        System.setOut(PrintStream(printed, true, Charsets.UTF_8))
        try {
            main()
        } finally {
            System.setOut(stdout)
        }
        val (accuracy, digit) = printed.toString(Charsets.UTF_8).trimEnd().lines().takeLast(2)
        assertTrue(accuracy.removePrefix("Validation accuracy: ").toDouble() > 0.9, accuracy)
        assertTrue(digit.startsWith("The first test image shows a "), digit)
    }
}
