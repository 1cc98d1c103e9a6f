/**
 * WebAssembly in Apache Spark. {@link dev.mortise.spark.MortiseUdf} makes an export of a module, or a function of an
 * Extism plug-in, a function of Spark SQL.
 */
@NullMarked
package dev.mortise.spark;

import org.jspecify.annotations.NullMarked;
