/**
 * JMH benchmarks. They measure through the public API, as an application would use it.
 */
@NullMarked
package org.kerata.benchmarks;

import org.jspecify.annotations.NullMarked;
