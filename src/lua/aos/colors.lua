--- `Colors`: terminal colours of the print log.
return { red = '\27[31m', green = '\27[32m', blue = '\27[34m', reset = '\27[0m', gray = '\27[90m' }
