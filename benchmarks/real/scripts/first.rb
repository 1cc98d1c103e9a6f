# A small tool's worth of work: blocks, a struct, strings, hashes, a regular expression.
Item = Struct.new(:number, :name)
words = "the quick brown fox jumps over the lazy dog".split
items = (0...500).map { |i| Item.new(i * 7919 % 500, "#{words[i % 9]}#{i}") }.sort_by(&:number)
by_word = items.group_by { |item| item.name[/\A[a-z]+/] }
sum = items.select { |item| item.name.match?(/\Athe\d+\z/) }.sum(&:number)
puts "#{items.size} #{items[123].name} #{by_word["the"].size} #{sum}"
# Nobody ends the interpreter in an orderly way, which else would write what is buffered.
$stdout.flush
