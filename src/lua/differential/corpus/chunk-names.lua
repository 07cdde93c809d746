local function t(f,...) print(pcall(f,...)) end
t(function() assert(false) end) t(function() assert(false, "m") end) t(function() assert(nil, {}) end)
t(function() error("m", 2) end) t(function() error("m", 0) end) t(function() error() end)
t(function() local a = "x" % 0 end) t(function() return 5 % 0 end) t(function() return 5 // 0 end)
t(function() return ("x"):rep(-1) end)
print(load("x =", "=" .. ("n"):rep(100))) print(load("x =", "@" .. ("n"):rep(100))) print(load("x =", ("n"):rep(100)))print(load("x =\n", ("n"):rep(44)))print(load("x =\n", ("n"):rep(45)))print(load("x =\n", ("n"):rep(46)))
print(load("x =\n", "@" .. ("n"):rep(58))) print(load("x =\n", "@" .. ("n"):rep(59)))print(load("x =\n", "@" .. ("n"):rep(60)))
print(load("x =\n", "=" .. ("n"):rep(59)))print(load("x =\n", "=" .. ("n"):rep(60)))
