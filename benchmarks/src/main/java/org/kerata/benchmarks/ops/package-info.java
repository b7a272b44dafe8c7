/** Single ops under JMH: {@code java -cp … org.openjdk.jmh.Main org.kerata.benchmarks.ops}. */
@NullMarked
package org.kerata.benchmarks.ops;

import org.jspecify.annotations.NullMarked;
