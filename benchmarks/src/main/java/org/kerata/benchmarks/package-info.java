/** The workloads that Kerata is measured on, their floor, and single ops under JMH. {@code benchmarks/README.md} has the line protocol. */
@NullMarked
package org.kerata.benchmarks;

import org.jspecify.annotations.NullMarked;
