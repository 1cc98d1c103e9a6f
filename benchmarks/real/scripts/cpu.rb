# A CPU-bound script: objects on a heap, strings in a hash, numbers in arrays.
class Tree
  attr_reader :left, :right

  def initialize(depth)
    return if depth.zero?

    @left = Tree.new(depth - 1)
    @right = Tree.new(depth - 1)
  end

  def count
    @left ? 1 + @left.count + @right.count : 1
  end
end

nodes = (1..10).sum { Tree.new(14).count }
seen = Hash.new(0)
300_000.times { |i| seen["key#{i * 7919 % 5003}"] += i }
size = 1_000_000
composite = Array.new(size + 1, false)
primes = 0
(2..size).each do |i|
  next if composite[i]

  primes += 1
  j = i * 2
  while j <= size
    composite[j] = true
    j += i
  end
end
puts "#{nodes} #{seen["key17"]} #{primes}"
$stdout.flush
