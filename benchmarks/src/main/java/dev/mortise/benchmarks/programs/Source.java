package dev.mortise.benchmarks.programs;

/** Ruby for prism to parse: 30 KB that are the same everywhere and no two methods of which are. */
final class Source {

    private static final int CHARACTERS = 30_000;

    private Source() {}

    static String ruby() {
        var text = new StringBuilder("# frozen_string_literal: true\n\nmodule Shop\n");
        for (int i = 0; text.length() < CHARACTERS; i++) {
            text.append("""
                      # Item %1$d of the catalogue.
                      class Item%1$d < Base
                        LIMITS = { low: %1$d, high: %2$d.5, "other key" => [1, :two, 'three', nil] }.freeze
                        attr_reader :name, :price

                        def initialize(name, price = %1$d, *rest, tax: 0.19, **options, &block)
                          @name, @price = name, price
                          options.each_pair { |key, value| instance_variable_set("@#{key}", value) unless rest.empty? }
                        rescue ArgumentError, TypeError => e
                          raise Shop::Error, "item %1$d: #{e.message.gsub(/[^a-z0-9]+/i, "_")}"
                        else
                          block&.call(self)
                        ensure
                          @count ||= 0
                        end

                        def total(amount) = amount * @price + (amount > LIMITS[:high] ? %2$d : amount ** 2)

                        def describe(other)
                          case other
                          in { name: String => name, price: 0..%2$d } if name.start_with?("a") then <<~TEXT
                            #{name} costs #{total(%1$d)} of #{other.fetch(:money) { |key| key.to_s.upcase }}
                          TEXT
                          in [Integer | Float => first, *] then puts first, %%w[a b c].map(&:to_sym).inspect
                          else
                            while (line = gets) && !line.chomp.empty?
                              next if line =~ /^\\s*#/ or $1.nil?
                              yield line.split(",", -1)[1..-2] <=> %2$d
                            end
                          end
                        end
                      end

                    """.formatted(i, i * 7 + 10).indent(-2));
        }
        return text.append("end\n").toString();
    }

    /** A graph of two hundred nodes for Graphviz: a tree with edges across it, clusters and labels. */
    static String graph() {
        var text = new StringBuilder("digraph work {\n  rankdir=LR; node [shape=box, fontname=Helvetica];\n");
        for (int cluster = 0; cluster < 8; cluster++) {
            text.append("  subgraph cluster_").append(cluster).append(" { label=\"part ").append(cluster)
                    .append("\"; color=grey;\n");
            for (int node = cluster; node < 120; node += 8) {
                text.append("    n").append(node).append(" [label=\"step ").append(node).append("\"];\n");
            }
            text.append("  }\n");
        }
        for (int node = 1; node < 120; node++) {
            text.append("  n").append((node - 1) / 2).append(" -> n").append(node).append(";\n");
            if (node % 5 == 0) {
                text.append("  n").append(node).append(" -> n").append(node * 7 % 120).append(" [style=dashed];\n");
            }
        }
        return text.append("}\n").toString();
    }
}
