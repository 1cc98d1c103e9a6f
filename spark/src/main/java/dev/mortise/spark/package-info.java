/**
 * WebAssembly in Apache Spark. {@link dev.mortise.spark.MortiseUdf} makes an export of a module, or a function of an
 * Extism plug-in, a function of Spark SQL; {@link dev.mortise.spark.SparkSweep} runs cache policies over a trace on a
 * cluster, {@link dev.mortise.spark.SweepJob} as a program for {@code spark-submit}.
 */
@NullMarked
package dev.mortise.spark;

import org.jspecify.annotations.NullMarked;
