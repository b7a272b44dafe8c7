/**
 * Programs to run and to read, written as an application would be: each trains on real data, says how good it must get, prints how good it
 * got, and ends with an error if that falls short. {@code mvn -q compile -Drun=Digits} runs one by its name.
 */
@NullMarked
package org.kerata.zoo.examples;

import org.jspecify.annotations.NullMarked;
