package org.kerata

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class KotlinTest {
    @Test
    fun `Kotlin tests compile and run`() {
        assertEquals(listOf(2, 4), listOf(1, 2).map { it * 2 })
    }
}
